using AccountTwins.Domain.Signals;

namespace AccountTwins.Silo.Api.Signals;

/// <summary>Turns one CloudEvent of a request into a signal of the caller's tenant, a heartbeat, or the code of why it is neither.</summary>
public interface ISignalReading
{
    /// <summary>Structured mode: the whole event as JSON.</summary>
    ReadEvent Structured(ReadOnlySpan<byte> json, string tenant);

    /// <summary>Binary mode: attributes in <c>ce-</c> headers, the data as body.</summary>
    ReadEvent Binary(IHeaderDictionary headers, ReadOnlySpan<byte> data, string tenant);
}

/// <summary>What an event was; a closed family.</summary>
public abstract record ReadEvent
{
    private ReadEvent()
    {
    }

    public sealed record Fact(string Account, Signal Signal) : ReadEvent;

    public sealed record Heartbeat(FeedBeat Beat) : ReadEvent;

    /// <summary>Code is stable; message is one sentence made of our words.</summary>
    public sealed record Unusable(Family Family, string Code, string Message) : ReadEvent;
}
