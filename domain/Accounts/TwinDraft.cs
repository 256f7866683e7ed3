using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Changes;
using AccountTwins.Domain.Risk;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Streams;
using AccountTwins.Domain.Telemetry;

namespace AccountTwins.Domain.Accounts;

/// <summary>
/// A working copy of a twin while a batch is applied; parts are copied when first touched, so that the twin stays as it was. After an
/// exception out of a rule it is not <see cref="IsIntact"/> and must be thrown away.
/// </summary>
internal sealed partial class TwinDraft(AccountTwin before)
{
    /// <summary>Days that are played one by one; after a longer silence only the last so many.</summary>
    private const int DaysPlayedMax = 800;

    private readonly FieldChanges _changes = new();
    private FieldSet _profile = before.Profile.Fields;
    private Roster<Contract> _contracts = before.Contracts;
    private Roster<Stakeholder> _stakeholders = before.Stakeholders;
    private Roster<Ticket> _tickets = before.Tickets;
    private Roster<Invoice> _invoices = before.Invoices;
    private Roster<Dispute> _disputes = before.Disputes;
    private Roster<CreditTotal> _credits = before.Credits;
    private Roster<Commitment> _commitments = before.Commitments;
    private Roster<Integration> _integrations = before.Integrations;
    private Roster<Milestone> _milestones = before.Milestones;
    private MeasureWindowsDraft _measures = new(before.Measures);
    private Provenance.Draft _provenance = new(before.Provenance);
    private RecentIdentities.Draft _streamIdentities = new(before.StreamIdentities);
    private RecentIdentities.Draft _httpIdentities = new(before.HttpIdentities);
    private Timeline _timeline = before.Timeline;
    private List<TimelineEntry>? _noted;
    private RiskState _risk = before.Risk;
    private long _clock = before.Clock.UtcTicks;
    private List<AccountChange>? _announced;

    public RiskState Risk => _risk;

    /// <summary>False after a rule threw in the middle of a signal.</summary>
    public bool IsIntact { get; private set; } = true;

    /// <summary>
    /// Applies one signal; false when its identity is remembered, and then nothing changes. One that is not to be remembered belongs to a
    /// request that is.
    /// </summary>
    public bool Apply(Signal signal, Origin origin, bool isRemembered = true)
    {
        if (_streamIdentities.Contains(signal.Identity) || _httpIdentities.Contains(signal.Identity))
            return false;
        var fact = signal.Read();
        IsIntact = false;
        AdvanceTo(signal.Stamp.Ticks);
        if (origin == Origin.Stream)
            _streamIdentities.Add(signal.Identity);
        else if (isRemembered)
            _httpIdentities.Add(signal.Identity);
        _provenance.Note(signal.Family, fact.SignalType.Number, signal);
        Change(fact, signal);
        if (!IsTelemetryOnly(fact))
        {
            Record(fact, signal);
            Evaluate(View(), new DateTimeOffset(_clock, TimeSpan.Zero));
        }

        IsIntact = true;
        return true;
    }

    /// <summary>Remembers a whole HTTP request, by an identity made from those of its signals.</summary>
    public void RememberRequest(ulong identity) => _httpIdentities.Add(identity);

    /// <summary>Plays the day boundaries between the clock and a newer time, each with the rules that silence alone can trigger.</summary>
    public void AdvanceTo(long ticks)
    {
        if (ticks <= _clock)
            return;
        var first = _clock / TimeSpan.TicksPerDay + 1;
        var last = ticks / TimeSpan.TicksPerDay;
        if (_clock > 0 && first <= last)
            PlayDays(Math.Max(first, last - DaysPlayedMax + 1), last);
        _clock = ticks;
    }

    /// <summary>The twin after the batch. The draft may go on: what is touched then is copied again.</summary>
    public AccountTwin Seal(Positions positions)
    {
        if (_noted is { Count: > 0 } noted)
        {
            _timeline = _timeline.With(noted);
            noted.Clear();
        }

        return Snapshot(_measures.Seal(), _provenance.Seal()) with
        {
            Revision = before.Revision + 1,
            Changes = _announced is { } announced ? new NewChanges(announced.ToArray()) : NewChanges.None,
            Positions = positions,
            StreamIdentities = _streamIdentities.Seal(),
            HttpIdentities = _httpIdentities.Seal(),
        };
    }

    private void PlayDays(long first, long last)
    {
        var twin = View();
        for (var day = first; day <= last; day++)
            Evaluate(twin, new DateTimeOffset(day * TimeSpan.TicksPerDay, TimeSpan.Zero));
    }

    private void Evaluate(AccountTwin twin, DateTimeOffset at)
    {
        var known = _risk;
        _risk = RiskRules.Evaluate(twin, known, at, out var score);
        RiskChanges.Note(known, _risk, score, at, ref _announced);
    }

    /// <summary>
    /// The twin as it stands in the middle of the batch, for the rules to look at. It shares what the draft goes on changing, so it must
    /// not be kept; identities and the timeline are those of before.
    /// </summary>
    private AccountTwin View() => Snapshot(_measures.View(), _provenance.View());

    private AccountTwin Snapshot(MeasureWindows measures, Provenance provenance) => before with
    {
        Clock = new DateTimeOffset(_clock, TimeSpan.Zero),
        Profile = new Profile(_profile),
        Contracts = _contracts,
        Stakeholders = _stakeholders,
        Tickets = _tickets,
        Invoices = _invoices,
        Disputes = _disputes,
        Credits = _credits,
        Commitments = _commitments,
        Integrations = _integrations,
        Milestones = _milestones,
        Measures = measures,
        Provenance = provenance,
        Timeline = _timeline,
        Risk = _risk,
    };

    /// <summary>Usage, costs and hours only fill windows; health is looked at again when a day has passed.</summary>
    private static bool IsTelemetryOnly(Fact fact) => fact is Signals.Facts.UsageActivity or Signals.Facts.AiRun or Signals.Facts.WorkLogged;

    /// <summary>What people will want to see: a line in the timeline, and evidence where it speaks of risk.</summary>
    private void Record(Fact fact, Signal signal)
    {
        if (Notability.TextOf(fact) is not { } text)
            return;
        var source = signal.Source;
        text = FieldChanges.Cut(text, Timeline.TextLengthMax);
        (_noted ??= []).Add(new TimelineEntry(signal.Stamp, fact.SignalType.Number, text, source));
        if (Notability.IsWarning(fact))
            _risk = _risk.Warned(new RiskSignal(signal.Stamp, signal.Family, fact.SignalType.Number, source, signal.Id, text));
    }
}
