using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Orleans;
using Orleans.Runtime;

namespace AccountTwins.StandIns.Engine;

/// <summary>
/// What is known about one grain interface: its methods in proxy order and how to make a reference.
/// Made once per process, and only if every type it carries can be copied: one bad type spoils the whole interface, as it does for generated proxies.
/// </summary>
internal sealed class GrainInterface
{
    private static readonly ConcurrentDictionary<Type, GrainInterface> Known = new();
    private static readonly ConcurrentDictionary<GrainInterfaceType, GrainInterface> Named = new();
    private readonly Func<CallSource, GrainInterface, GrainId, GrainReference> _create;

    private GrainInterface(Type type)
    {
        if (!type.IsInterface || !typeof(IAddressable).IsAssignableFrom(type))
            throw new ArgumentException($"{type} is not a grain interface.", nameof(type));
        Type = type;
        InterfaceType = GrainInterfaceType.Create(type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.FullName!);
        Methods = [.. type.GetInterfaces().Prepend(type).SelectMany(each => each.GetMethods(BindingFlags.Public | BindingFlags.Instance)).Select(GrainMethod.Describe)];
        var proxy = ProxyEmitter.Emit(type, Methods);
        var parameters = new[] { Expression.Parameter(typeof(CallSource)), Expression.Parameter(typeof(GrainInterface)), Expression.Parameter(typeof(GrainId)) };
        _create = Expression.Lambda<Func<CallSource, GrainInterface, GrainId, GrainReference>>(
            Expression.New(proxy.GetConstructors()[0], parameters), parameters).Compile();
        Named[InterfaceType] = this;
    }

    public Type Type { get; }

    public GrainInterfaceType InterfaceType { get; }

    public GrainMethod[] Methods { get; }

    public static GrainInterface For(Type type) =>
        Known.TryGetValue(type, out var known) ? known : Known.GetOrAdd(type, static each => new GrainInterface(each));

    /// <summary>One that a reference was made of before: its name says nothing of where it is declared.</summary>
    public static GrainInterface For(GrainInterfaceType type) =>
        Named.TryGetValue(type, out var known) ? known : throw new InvalidOperationException($"Unable to find a grain interface of type {type}");

    public GrainReference CreateReference(CallSource source, GrainId grainId) => _create(source, this, grainId);
}
