using System.Globalization;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Health.Dimensions;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Risk;

/// <summary>
/// Opens and closes the risk flag. It opens below a score, which is higher when a renewal is near, or by a critical combination, and
/// closes only after days of calm well above that score without one, so that it does not flicker. Feeds are taken as the twin itself knows them: the same for every replay.
/// </summary>
internal static class RiskRules
{
    private static ScoringRules Rules => ScoringRules.Current;

    /// <param name="twin">As it stands.</param>
    /// <param name="state">What is known of its risk so far.</param>
    /// <param name="at">The moment, by the twin's own time.</param>
    /// <param name="score">What health was then, in tenths; null: unknown, or not looked at.</param>
    public static RiskState Evaluate(AccountTwin twin, RiskState state, DateTimeOffset at, out int? score)
    {
        score = null;
        if (twin.HasChurned)
            return state.Closed(at, RiskEnd.Churned);
        if (!twin.IsWatched(at))
            return state;
        state = WatchUse(twin, state, at);
        score = HealthRules.TenthsOf(twin, FeedStates.FromTwin(twin), at, Rules);
        state = state.Seen(HealthRules.BandOf(score, Rules));
        var margin = IsRenewalNear(twin, at) ? Rules.RenewalMarginTenths : 0;
        var critical = CriticalCause(twin, state, at);
        if (state.Open is not null)
            return WatchCalm(state, score - margin, critical, at);
        var cause = critical ?? (score - margin < Rules.FlagBelowTenths ? RiskCause.LowHealth : null);
        return cause is { } because ? Opened(state, because, score, at) : state;
    }

    private static RiskState WatchUse(AccountTwin twin, RiskState state, DateTimeOffset at)
    {
        var level = Adoption.Level(twin, Rules, at);
        if (level < Rules.UseFallenBelow && state.UseFellSince is null)
            return state with { UseFellSince = at };
        return level >= Rules.UseRecoveredFrom && state.UseFellSince is not null ? state with { UseFellSince = null } : state;
    }

    private static RiskState WatchCalm(RiskState state, int? score, RiskCause? critical, DateTimeOffset at)
    {
        if (critical is not null || !(score >= Rules.CalmFromTenths))
            return state.CalmSince is null ? state : state with { CalmSince = null };
        if (state.CalmSince is not { } since)
            return state with { CalmSince = at };
        return at - since >= TimeSpan.FromDays(Rules.CalmDays) ? state.Closed(at, RiskEnd.Recovered) : state;
    }

    /// <summary>By the term as signed; where its beginning or end is not known, no renewal is near.</summary>
    private static bool IsRenewalNear(AccountTwin twin, DateTimeOffset at)
    {
        if (twin.Contract is not { StartsOn: { } start, EndsOn: { } end })
            return false;
        var left = end.DayNumber - DateOnly.FromDateTime(at.UtcDateTime).DayNumber;
        return left >= 0 && left <= Math.Min(Rules.RenewalNearDays, Rules.RenewalNearShare * (end.DayNumber - start.DayNumber));
    }

    private static RiskCause? CriticalCause(AccountTwin twin, RiskState state, DateTimeOffset at)
    {
        if (twin.Contract is { IsCancelled: true } contract && contract.IsInForce(at))
            return RiskCause.Cancellation;
        var escalated = false;
        var urgentEscalated = false;
        foreach (var ticket in twin.Tickets.Items)
        {
            escalated |= ticket.IsEscalated;
            urgentEscalated |= ticket.IsEscalated && ticket.IsUrgent;
        }

        if (urgentEscalated && HasPaymentProblem(twin, at))
            return RiskCause.EscalationWithPaymentProblem;
        var useFell = state.UseFellSince is not null;
        if ((useFell || escalated) && Relationship.ChampionLeftAt(twin, Rules, at) is not null)
            return RiskCause.ChampionLeftUnderStrain;
        return useFell && LostIntegration(twin, at) ? RiskCause.IntegrationRemovedAsUseFell : null;
    }

    private static bool HasPaymentProblem(AccountTwin twin, DateTimeOffset at)
    {
        foreach (var invoice in twin.Invoices.Items)
        {
            if (invoice.State == Accounts.Parts.InvoiceState.Failed || Billing.OverdueSince(invoice, at) is not null)
                return true;
        }

        foreach (var dispute in twin.Disputes.Items)
        {
            if (!dispute.IsClosed)
                return true;
        }

        return false;
    }

    private static bool LostIntegration(AccountTwin twin, DateTimeOffset at)
    {
        foreach (var integration in twin.Integrations.Items)
        {
            if (!integration.IsConnected && at - integration.Since <= TimeSpan.FromDays(Rules.IntegrationRemovedDays))
                return true;
        }

        return false;
    }

    private static RiskState Opened(RiskState state, RiskCause cause, int? score, DateTimeOffset at)
    {
        var evidence = Evidence(state, at);
        var first = evidence.Count == 0 ? null : evidence.MinBy(signal => signal.Stamp);
        return state with
        {
            Flags = state.Flags + 1,
            CalmSince = null,
            Open = new RiskFlag
            {
                Number = state.Flags + 1,
                OpenedAt = at,
                Cause = cause,
                ScoreTenths = score,
                FirstFamily = first?.Family ?? Family.Unspecified,
                FirstShownAt = first?.Stamp.Time,
                Evidence = [.. evidence.Take(RiskFlag.EvidenceMax)],
            },
        };
    }

    /// <summary>Warnings of the last weeks, newest first; silence and falling use have no signal and stand as one.</summary>
    private static List<RiskSignal> Evidence(RiskState state, DateTimeOffset at)
    {
        var from = at.AddDays(-Rules.EvidenceDays).UtcTicks;
        List<RiskSignal> evidence = [.. state.Warnings.Where(signal => signal.Stamp.Ticks >= from)];
        if (state.UseFellSince is { } fell)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"use far below its own normal since {fell:yyyy-MM-dd}");
            var silence = new RiskSignal(new Stamp(fell.UtcTicks, 0), Family.Usage, 0, "", "", text);
            evidence.Insert(Math.Min(evidence.Count, RiskFlag.EvidenceMax - 1), silence);
        }

        return evidence;
    }
}
