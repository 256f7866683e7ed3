using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace AccountTwins.StandIns.Engine;

/// <summary>What is known about one grain class: its type name, its rules and how to make an instance.</summary>
internal sealed class GrainClass
{
    private readonly bool _reentrant;
    private readonly Func<IInvokable, bool>? _mayInterleave;
    private readonly (PersistentStateAttribute Attribute, ParameterInfo Parameter)[] _states;
    private readonly ObjectFactory _factory;

    public GrainClass(Type type, GrainCollectionOptions options)
    {
        Type = type;
        GrainType = GrainType.Create(type.GetCustomAttribute<GrainTypeAttribute>()?.Name ?? ConventionalName(type));
        Interfaces = [.. type.GetInterfaces().Where(each => typeof(IAddressable).IsAssignableFrom(each) && !IsMarker(each))];
        PrimaryInterface = Interfaces.FirstOrDefault(each => each.Name == $"I{type.Name}") ?? Interfaces.FirstOrDefault() ?? typeof(IGrain);
        _reentrant = type.IsDefined(typeof(ReentrantAttribute));
        _mayInterleave = type.GetCustomAttribute<MayInterleaveAttribute>() is { } predicate
            ? type.GetMethod(predicate.CallbackMethodName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.CreateDelegate<Func<IInvokable, bool>>()
                ?? throw new InvalidOperationException($"{type} has no static method {predicate.CallbackMethodName}.")
            : null;
        WorkersMax = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers ?? 0;
        CollectionAge = type.IsDefined(typeof(KeepAliveAttribute)) || type.GetCustomAttribute<CollectionAgeLimitAttribute>() is { AlwaysActive: true }
            ? null
            : type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit ?? options.ClassSpecificCollectionAge.GetValueOrDefault(type.FullName!, options.CollectionAge);
        _states =
        [
            .. type.GetConstructors().SelectMany(each => each.GetParameters())
                .Where(each => each.IsDefined(typeof(PersistentStateAttribute)))
                .Select(each => (each.GetCustomAttribute<PersistentStateAttribute>()!, each)),
        ];
        _factory = ActivatorUtilities.CreateFactory(type, [.. _states.Select(each => each.Parameter.ParameterType)]);
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public Type[] Interfaces { get; }

    public Type PrimaryInterface { get; }

    /// <summary>How many activations of one id there may be; 0 for an ordinary grain, which has one.</summary>
    public int WorkersMax { get; }

    /// <summary>How long an activation may idle; null for ever.</summary>
    public TimeSpan? CollectionAge { get; }

    /// <summary>The grain itself says which calls may interleave.</summary>
    public bool AsksAboutCalls => _mayInterleave is not null;

    public bool MayInterleave(object grain, Call call) => _reentrant || (call.Method is not null && _mayInterleave?.Invoke(call) == true);

    public object Create(Activation activation)
    {
        object[] states = _states.Length == 0 ? [] :
        [
            .. _states.Select(each => PersistentStates.Create(
                activation, each.Parameter.ParameterType.GetGenericArguments()[0], each.Attribute.StateName is { Length: > 0 } name ? name : each.Parameter.Name!, each.Attribute.StorageName)),
        ];
        return _factory(activation.ActivationServices, states);
    }

    private static bool IsMarker(Type type) =>
        type == typeof(IAddressable) || type == typeof(IGrain) || type == typeof(IGrainWithStringKey) || type == typeof(IGrainWithIntegerKey)
        || type == typeof(IGrainWithGuidKey) || type == typeof(IGrainWithIntegerCompoundKey) || type == typeof(IGrainWithGuidCompoundKey);

    private static string ConventionalName(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        return name.Length > 5 && name.EndsWith("grain", StringComparison.Ordinal) ? name[..^5] : name;
    }
}
