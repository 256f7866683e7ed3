using System.Reflection;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace AccountTwins.StandIns.Engine;

/// <summary>A call under its filters: each Invoke goes one filter further in, the last one reaches the method.</summary>
internal sealed class FilterChain : IIncomingGrainCallContext, IOutgoingGrainCallContext
{
    private readonly Call _call;
    private readonly Func<FilterChain, int, Task>? _filter;
    private readonly int _count;
    private readonly Func<ValueTask<object?>> _innermost;
    private readonly Activation? _target;
    private int _index;

    private FilterChain(Call call, Activation? target, int count, Func<FilterChain, int, Task> filter, Func<ValueTask<object?>> innermost)
    {
        _call = call;
        _target = target;
        _count = count;
        _filter = filter;
        _innermost = innermost;
    }

    public IInvokable Request => _call;

    public object Grain => _target?.GrainInstance ?? _call.Target!;

    public GrainId? SourceId => _call.Source?.GrainId;

    public GrainId TargetId => _call.Target!.GrainId;

    public GrainInterfaceType InterfaceType => _call.Target!.InterfaceType;

    public string InterfaceName => _call.GetInterfaceName();

    public string MethodName => _call.GetMethodName();

    public MethodInfo InterfaceMethod => _call.GetMethod();

    public object? Result { get; set; }

    public IGrainContext TargetContext => _target!;

    public IGrainContext? SourceContext => _call.Source;

    public MethodInfo ImplementationMethod
    {
        get
        {
            var map = Grain.GetType().GetInterfaceMap(_call.GetInterfaceType());
            return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, InterfaceMethod)];
        }
    }

    public static async Task<object?> RunIncoming(Activation target, Call call)
    {
        var filters = target.Engine.IncomingFilters;
        var own = target.GrainInstance as IIncomingGrainCallFilter;
        var chain = new FilterChain(
            call, target, filters.Length + (own is null ? 0 : 1), (context, i) => (i < filters.Length ? filters[i] : own!).Invoke(context), () => call.InvokeBoxed(target.GrainInstance!));
        await chain.Invoke();
        return chain.Result;
    }

    public static async Task<object?> RunOutgoing(IOutgoingGrainCallFilter[] filters, Call call, Func<ValueTask<object?>> send)
    {
        var chain = new FilterChain(call, null, filters.Length, (context, i) => filters[i].Invoke(context), send);
        await chain.Invoke();
        return chain.Result;
    }

    public async Task Invoke()
    {
        var depth = _index++;
        try
        {
            if (depth < _count)
                await _filter!(this, depth);
            else
                Result = await _innermost();
        }
        finally
        {
            _index = depth;
        }
    }
}
