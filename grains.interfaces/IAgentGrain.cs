using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Interfaces;

/// <summary>
/// What agents may ask, for programs that are clients of the cluster; the key is the tenant. Whoever reaches it is inside the cluster and is believed
/// who they say they are: keys are HTTP's.
/// </summary>
[Alias("accounttwins.IAgentGrain")]
public interface IAgentGrain : IGrainWithStringKey
{
    /// <summary>The answer of HTTP, made by the same code. A read may wait 30 s; the time beyond is the twin's.</summary>
    [Alias("Ask"), ResponseTimeout("00:00:45")]
    Task<AgentAnswer> Ask(AgentQuestion question);
}
