using System.Linq.Expressions;
using System.Reflection;
using Orleans;
using Orleans.Concurrency;

namespace AccountTwins.StandIns.Engine;

/// <summary>The result of a method that returns no value.</summary>
internal readonly struct Nothing;

/// <summary>One method of a grain interface: its concurrency rules and how its arguments are copied.</summary>
internal abstract class GrainMethod
{
    private readonly Func<object, object>?[]? _copiers;

    protected GrainMethod(MethodInfo method)
    {
        Info = method;
        IsReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        IsAlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        IsOneWay = method.IsDefined(typeof(OneWayAttribute));
        Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        var parameters = method.GetParameters();
        CancellationIndex = Array.FindIndex(parameters, each => each.ParameterType == typeof(CancellationToken));
        var copiers = parameters.Select(each => each.IsDefined(typeof(ImmutableAttribute)) ? null : DeepCopy.For(each.ParameterType)).ToArray();
        _copiers = copiers.Any(each => each is not null) ? copiers : null;
    }

    public MethodInfo Info { get; }

    public bool IsReadOnly { get; }

    public bool IsAlwaysInterleave { get; }

    public bool IsOneWay { get; }

    public TimeSpan? Timeout { get; }

    /// <summary>Which argument is the cancellation token, or -1.</summary>
    public int CancellationIndex { get; }

    public static GrainMethod Describe(MethodInfo method)
    {
        if (method.IsGenericMethodDefinition || method.IsSpecialName)
            throw new NotSupportedException($"{method.DeclaringType}.{method.Name}: the stand-in engine supports neither generic methods nor properties in grain interfaces.");
        var result = method.ReturnType;
        var valueType = result == typeof(Task) || result == typeof(ValueTask) ? typeof(Nothing)
            : result.IsGenericType && (result.GetGenericTypeDefinition() is var open) && (open == typeof(Task<>) || open == typeof(ValueTask<>)) ? result.GetGenericArguments()[0]
            : throw new NotSupportedException($"{method.DeclaringType}.{method.Name} returns {result}: a grain method returns Task, Task<T>, ValueTask or ValueTask<T>.");
        return (GrainMethod)Activator.CreateInstance(typeof(GrainMethod<>).MakeGenericType(valueType), BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, null, [method], null)!;
    }

    public void CopyArguments(object?[] arguments)
    {
        if (_copiers is null)
            return;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (_copiers[i] is { } copier && arguments[i] is { } argument)
                arguments[i] = copier(argument);
        }
    }
}

internal sealed class GrainMethod<T> : GrainMethod
{
    private readonly Func<object, object>? _copyResult;

    public GrainMethod(MethodInfo method)
        : base(method)
    {
        _copyResult = method.ReturnParameter.IsDefined(typeof(ImmutableAttribute)) || typeof(T) == typeof(Nothing) ? null : DeepCopy.For(typeof(T));
        Invoke = Compile(method);
    }

    public Func<object, object?[], ValueTask<T>> Invoke { get; }

    public T CopyResult(T result) => _copyResult is null || result is null ? result : (T)_copyResult(result);

    private static Func<object, object?[], ValueTask<T>> Compile(MethodInfo method)
    {
        var target = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object?[]));
        Expression call = Expression.Call(
            Expression.Convert(target, method.DeclaringType!),
            method,
            method.GetParameters().Select((each, i) => Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), each.ParameterType)));
        call = method.ReturnType == typeof(ValueTask<T>) ? call
            : method.ReturnType == typeof(Task<T>) ? Expression.New(typeof(ValueTask<T>).GetConstructor([typeof(Task<T>)])!, call)
            : Expression.Call(typeof(GrainMethod<T>), method.ReturnType == typeof(Task) ? nameof(OfTask) : nameof(OfValueTask), null, call);
        return Expression.Lambda<Func<object, object?[], ValueTask<T>>>(call, target, arguments).Compile();
    }

    private static ValueTask<T> OfTask(Task task) => task.IsCompletedSuccessfully ? default : Await(task);

    private static ValueTask<T> OfValueTask(ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
            return Await(task.AsTask());
        task.GetAwaiter().GetResult();
        return default;
    }

    private static async ValueTask<T> Await(Task task)
    {
        await task.ConfigureAwait(false);
        return default!;
    }
}
