using Orleans;
using Orleans.Runtime;

namespace AccountTwins.Tests.Conformance;

/// <summary>Writes down the calls of the filter tests and doubles one result; other calls pass untouched.</summary>
public sealed class RecordingFilter : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType != typeof(IFlowGrain) || RequestContext.Get("log") is not string log)
        {
            await context.Invoke();
            return;
        }

        Gate.Log(log).Add($"before {context.MethodName}");
        await context.Invoke();
        Gate.Log(log).Add($"after {context.MethodName} = {context.Result}");
        if (context is { MethodName: nameof(IFlowGrain.Echo), Result: string text })
            context.Result = text + text;
    }
}
