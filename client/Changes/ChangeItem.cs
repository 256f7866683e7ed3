using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Changes;

/// <summary>What a reader of changes is told: mostly changes.</summary>
public abstract record ChangeItem
{
    private ChangeItem()
    {
    }

    /// <summary>Where to go on behind this item, as <see cref="ChangeQuery.After"/>; keep it once the item is dealt with. Null: the service has given none yet.</summary>
    public required long? Cursor { get; init; }

    /// <summary>A change. Behind a lost connection it may be one that came before: remember ids, or keep what you do repeatable.</summary>
    /// <param name="Change">What happened.</param>
    /// <param name="Body">The same as it came.</param>
    public sealed record Told(ChangeMessage Change, ReadOnlyMemory<byte> Body) : ChangeItem;

    /// <summary>Nothing for this reader, up to here: the filter dropped it, or the stream begins.</summary>
    public sealed record Passed : ChangeItem;

    /// <summary>The stream broke off, was cut or came to its end. It is opened again by itself, behind the cursor.</summary>
    /// <param name="Reason">Codes of cuts (<c>subscriber_too_slow</c>, <c>draining</c>), <c>stream_ended</c>, or why it could not be opened.</param>
    /// <param name="Pause">How long until then.</param>
    public sealed record Interrupted(ApiProblem Reason, TimeSpan Pause) : ChangeItem;

    /// <summary>The last item: reading on makes no sense (<c>cursor_expired</c>, <c>forbidden</c>, …), or was given up.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Ended(ApiProblem Reason) : ChangeItem;
}
