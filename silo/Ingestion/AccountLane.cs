using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Streams;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Silo.Ingestion;

/// <summary>
/// One account's signals of one partition since the committed position, in order. At most one call is under way; what was answered is
/// kept until it is committed, so that a twin that came back older can be sent it again.
/// </summary>
internal sealed class AccountLane(AccountKey account)
{
    private readonly List<LaneSignal> _signals = [];
    private int _answered;

    public AccountKey Account => account;

    /// <summary>The last offset known to be in the twin; what the next batch names as sent before it.</summary>
    public long Reached { get; private set; } = Positions.Nothing;

    /// <summary>The highest offset that the twin had to hold, was committed and is no longer kept here.</summary>
    public long Forgotten { get; private set; } = Positions.Nothing;

    /// <summary>The activation whose row was last compared with its memory, and under which of the pump's doubts; null before they met.</summary>
    public (Guid Activation, int Doubts)? Trusted { get; set; }

    /// <summary>A call or a dead letter of this lane is under way, or it waits for its next try.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Times in a row that the twin stopped in front of the same signal.</summary>
    public int Stops { get; set; }

    /// <summary>Failures to apply since the last progress.</summary>
    public Setbacks Applying { get; } = new();

    /// <summary>Failures to make durable since the twin was last durable. Applying goes on meanwhile, so it counts for itself.</summary>
    public Setbacks Storing { get; } = new();

    /// <summary>What the twin answered but cannot be stored, to be put into dead letters at the lane's next turn.</summary>
    public PutAside? Aside { get; set; }

    public DateTimeOffset? ParkedUntil { get; set; }

    /// <summary>Why it was parked last, or its first signal put aside.</summary>
    public string ParkedAs { get; set; } = "";

    /// <summary>Something was put aside since the twin was last told so.</summary>
    public bool IsUntold { get; set; }

    /// <summary>The twin is being told.</summary>
    public bool IsTelling { get; set; }

    public bool HasUnanswered => _answered < _signals.Count;

    /// <summary>There is something to send or to put aside.</summary>
    public bool NeedsTurn => HasUnanswered || Aside is not null;

    public bool IsEmpty => _signals.Count == 0;

    public IReadOnlyList<LaneSignal> Signals => _signals;

    public IEnumerable<LaneSignal> Unanswered => _signals.Skip(_answered);

    /// <summary>
    /// The twin's row holds everything up to a position, and up to <paramref name="committed"/> there is nothing else of this account.
    /// A twin that stands below both later came from an older copy of the database, and what it lacks was never kept here.
    /// </summary>
    public void Meet(long position, long committed, Guid activation, int doubts) =>
        (Reached, Forgotten, Trusted) = (position, Math.Min(position, committed), (activation, doubts));

    public void Add(LaneSignal signal) => _signals.Add(signal);

    /// <summary>The next signals to send, at most <see cref="SignalBatch.CountMax"/>.</summary>
    public SignalBatch NextBatch(int stream)
    {
        var count = Math.Min(SignalBatch.CountMax, _signals.Count - _answered);
        var offsets = new long[count];
        var bodies = new byte[count][];
        for (var index = 0; index < count; index++)
        {
            var signal = _signals[_answered + index];
            (offsets[index], bodies[index]) = (signal.Offset, signal.IsLettered ? [] : signal.Body);
        }

        return new SignalBatch { Stream = stream, PreviousOffset = Reached, Offsets = offsets, Bodies = bodies };
    }

    /// <summary>The twin holds everything up to and including an offset.</summary>
    public void AnsweredThrough(long offset, OffsetMark mark)
    {
        for (; _answered < _signals.Count && _signals[_answered].Offset <= offset; _answered++)
        {
            mark.Settle(_signals[_answered].Offset);
            _signals[_answered].Answered();
        }

        Reached = Math.Max(Reached, offset);
    }

    /// <summary>The twin stopped in front of an offset; everything kept before it is in the twin.</summary>
    public void AnsweredBefore(long offset, OffsetMark mark)
    {
        if (_signals.FindLast(signal => signal.Offset < offset) is { } before)
            AnsweredThrough(before.Offset, mark);
    }

    /// <summary>The twin came back older. False when what it lacks is no longer kept here.</summary>
    public bool TryGoBackTo(long position)
    {
        if (position < Forgotten)
            return false;
        // Back, never on: what was not answered yet holds the mark until it is.
        var index = _signals.FindIndex(signal => signal.Offset > position);
        _answered = index < 0 ? _answered : Math.Min(_answered, index);
        Reached = position;
        return true;
    }

    public LaneSignal? Find(long offset) => _signals.Find(signal => signal.Offset == offset);

    /// <summary>The highest offset at or below the mark that the twin must hold durably, or null when none must.</summary>
    public long? MustHold(long mark)
    {
        for (var index = _signals.Count - 1; index >= 0; index--)
        {
            if (_signals[index].Offset <= mark && !_signals[index].IsLettered)
                return _signals[index].Offset;
        }

        return null;
    }

    /// <summary>Drops what is committed.</summary>
    public void Forget(long committed)
    {
        var count = 0;
        while (count < _signals.Count && _signals[count].Offset <= committed)
        {
            // What stands in a dead letter the twin need not hold, so its lack tells nothing.
            if (!_signals[count].IsLettered)
                Forgotten = _signals[count].Offset;
            count++;
        }

        _signals.RemoveRange(0, count);
        _answered = Math.Max(0, _answered - count);
    }

    /// <summary>
    /// What is to be put into dead letters: of the signals up to <paramref name="through"/>, those not answered, or, with
    /// <paramref name="above"/>, all beyond that offset. At most <paramref name="countMax"/>.
    /// </summary>
    public List<LaneSignal> ToLetter(long? above, long through, int countMax) =>
        [.. (above is { } offset ? _signals.SkipWhile(signal => signal.Offset <= offset) : Unanswered)
            .Where(signal => !signal.IsLettered && signal.Offset <= through).Take(countMax)];

    /// <summary>Goes on behind the next signals that stand in dead letters; one that came meanwhile stays to be sent.</summary>
    public void PassLettered()
    {
        while (_answered < _signals.Count && _signals[_answered].IsLettered)
            _answered++;
    }
}

/// <summary>One signal as kept for sending again: packed, and the message it came in.</summary>
internal sealed class LaneSignal(long offset, Family family, byte[] body, KeptMessage kept)
{
    private byte[]? _body = body;

    public long Offset => offset;

    public Family Family => family;

    public byte[] Body => _body ?? kept.Body;

    public LogMessage Message => kept.Message;

    /// <summary>Its dead letter is acknowledged: the twin need not hold it and only moves past it.</summary>
    public bool IsLettered { get; set; }

    /// <summary>Hardly any is sent again: what was sent may go.</summary>
    public void Answered() => _body = null;
}

/// <summary>Why, and beyond which durable offset, an account's signals cannot be stored.</summary>
internal sealed record PutAside(string Code, string Detail, long Above);
