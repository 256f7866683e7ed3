using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Decisions.Following;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;
using DecisionState = AccountTwins.Domain.Decisions.Book.DecisionState;

namespace AccountTwins.Grains.Decisions;

/// <summary>
/// What becomes of acts by itself: signals that speak against a decision, and credits that show its money. All of it follows from the twin
/// and the book, so looking again finds what a crash kept from being recorded.
/// </summary>
public sealed partial class DecisionSession
{
    /// <summary>Followed decisions that this activation has told their scenarios; a scenario counts each once whoever repeats it.</summary>
    private readonly HashSet<long> _told = [];

    private DateTimeOffset? _lookAgainAt;

    /// <summary>Something could be said of a decision by signals that come now.</summary>
    public bool IsFollowing => _ledger.Book is var book && (book.Followed.Count > 0 || book.Open.Count > 0 || book.Awaited.Count > 0);

    /// <summary>A credit waited for its agent's report, and that time is over.</summary>
    public bool IsLookDue => _lookAgainAt is { } at && at <= clock.GetUtcNow();

    /// <summary>Whether signals since <paramref name="before"/> may have changed what is followed. Looks at references alone, so that ingestion pays nothing for it.</summary>
    public bool HasNews(AccountTwin before)
    {
        var (book, now) = (_ledger.Book, twin.Current);
        if (book.Followed.Count > 0 && !(before.Tickets.IsSame(now.Tickets) && before.Disputes.IsSame(now.Disputes) && before.Profile.PoorRating == now.Profile.PoorRating))
            return true;
        return (book.Open.Count > 0 || book.Awaited.Count > 0) && !before.Credits.IsSame(now.Credits);
    }

    /// <summary>
    /// Records what can be recorded now and tells the scenarios: at once of a decision that something speaks against, of the others when
    /// their time is over. Once in effect, however often it is called. What <paramref name="tell"/> throws comes through.
    /// </summary>
    public async Task<TwinStanding> FollowAsync(Func<OutcomeWord, Task<TwinStanding>> tell, CancellationToken cancellationToken)
    {
        using var turn = await _turns.TakeAsync(RequestKeys.Following);
        try
        {
            if (await PrepareAsync(cancellationToken) is var standing and not TwinStanding.Ready)
                return standing;
            if (await parts.Policies.EnsureAsync(key.Tenant, cancellationToken) is not { } policy)
                return TwinStanding.StoreUnavailable;
            standing = await ConfirmAsync();
            if (standing == TwinStanding.Ready)
                standing = await LabelAsync(policy, cancellationToken);
            return standing == TwinStanding.Ready ? await TellAsync(tell, cancellationToken) : standing;
        }
        catch (StoreUnavailableException)
        {
            return TwinStanding.StoreUnavailable;
        }
        catch (System.Text.Json.JsonException)
        {
            return TwinStanding.Unreadable;
        }
    }

    private async Task<TwinStanding> ConfirmAsync()
    {
        var now = Now(_ledger.Book);
        (var confirmed, _lookAgainAt) = MoneySignals.Find(twin.Current, _ledger.Book, now);
        var last = Task.FromResult(AppendEnd.Appended);
        foreach (var (decision, signal) in confirmed)
        {
            var entry = new OutcomeEntry { Decision = decision, State = DecisionState.Executed, By = OutcomeEntry.Billing, Signal = signal };
            (_, last) = _ledger.Append(EntryKinds.Outcome, now, 0, entry, (number, before) => before.With(number, now, entry), _ => []);
        }

        return await last is var end and not AppendEnd.Appended ? StandingOf(end) : TwinStanding.Ready;
    }

    private async Task<TwinStanding> LabelAsync(TenantPolicy policy, CancellationToken cancellationToken)
    {
        foreach (var label in WeakLabels.Find(twin.Current, _ledger.Book, policy.Playbook))
        {
            if (await _ledger.SettledAsync(label.Decision) is var settled and not AppendEnd.Appended)
                return StandingOf(settled);
            if (await EntryAsync(label.Decision, cancellationToken) is not { Kind: EntryKinds.Decision } found)
                continue;
            var decision = LedgerJson.Read<DecisionEntry>(found.Body);

            // From here to the append nothing is awaited.
            if (_ledger.Book.FindFollowed(label.Decision) is not { } followed || followed.Labels.Contains(label.Kind))
                continue;
            var now = Now(_ledger.Book);
            RaisedOdds? raised = decision.Sampling is { } sampling
                ? Audits.Raise(policy.Playbook, policy.SamplingKey, sampling, followed.Probability, policy.AuditShare, $"{key}#{found.Number}")
                : null;
            var entry = new LabelEntry
            {
                Decision = found.Number,
                Kind = label.Kind,
                HappenedAt = label.At,
                Subject = label.Subject,
                ProbabilityBefore = raised?.Before,
                Probability = raised?.After,
                IsAudited = raised is { IsDrawn: true },
            };
            var (_, end) = _ledger.Append(
                EntryKinds.Label, now, RequestKeys.OfLabel(found.Number, label.Kind), entry,
                (number, before) => before.With(number, now, entry),
                _ => entry.IsAudited ? ReviewQueue.Raised(key, IdOf(found), decision, policy.Playbook, now) : []);
            if (await end is var ended and not AppendEnd.Appended)
                return StandingOf(ended);
        }

        return TwinStanding.Ready;
    }

    private async Task<TwinStanding> TellAsync(Func<OutcomeWord, Task<TwinStanding>> tell, CancellationToken cancellationToken)
    {
        var now = Now(_ledger.Book);
        ValueList<FollowedDecision> over = [.. _ledger.Book.Followed.Where(followed => followed.Until <= now)];
        foreach (var followed in _ledger.Book.Followed.Where(followed => followed.Until <= now || followed.Labels.Count > 0))
        {
            if (_told.Contains(followed.Number))
                continue;
            if (await TellAsync(followed, tell, cancellationToken) is var standing and not TwinStanding.Ready)
                return standing;
            _told.Add(followed.Number);
        }

        if (over.Count == 0)
            return TwinStanding.Ready;
        var entry = new FollowedEntry { Decisions = [.. over.Select(followed => followed.Number)] };
        now = Now(_ledger.Book);
        var (_, end) = _ledger.Append(EntryKinds.Followed, now, 0, entry, (number, before) => before.With(number, now, entry), _ => []);
        if (await end is var ended and not AppendEnd.Appended)
            return StandingOf(ended);
        _told.ExceptWith(entry.Decisions);
        return TwinStanding.Ready;
    }

    private async Task<TwinStanding> TellAsync(FollowedDecision followed, Func<OutcomeWord, Task<TwinStanding>> tell, CancellationToken cancellationToken)
    {
        if (await EntryAsync(followed.Number, cancellationToken) is not { Kind: EntryKinds.Decision } found)
            return TwinStanding.Superseded;
        var (decision, id) = (LedgerJson.Read<DecisionEntry>(found.Body), IdOf(found));
        foreach (var scenario in decision.Input.Actions.Select(action => action.Scenario).Distinct(StringComparer.Ordinal))
        {
            var word = new OutcomeWord(scenario, id.ToString(), decision.Input.Request.Agent.Release, followed.Labels.Count > 0);
            if (await tell(word) is var standing and not TwinStanding.Ready)
                return standing;
        }

        return TwinStanding.Ready;
    }
}

/// <summary>What a scenario is told of one decision.</summary>
/// <param name="Id">The decision's; the same word again changes nothing.</param>
public readonly record struct OutcomeWord(string Scenario, string Id, string Release, bool SpeaksAgainst);
