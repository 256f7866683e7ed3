using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Telemetry;

namespace AccountTwins.Domain.Accounts;

/// <summary>What each fact changes: usage, sentiment, costs and outcomes here, the other families in files of their own.</summary>
internal sealed partial class TwinDraft
{
    private void Change(Fact fact, Signal signal)
    {
        switch (fact)
        {
            case UsageActivity usage:
                Use(usage, signal.Stamp);
                break;
            case IntegrationConnected integration:
                _integrations = _integrations.With(integration.Integration, At(signal).Set(IntegrationField.Connected, true));
                break;
            case IntegrationRemoved integration:
                _integrations = _integrations.With(integration.Integration, At(signal).Set(IntegrationField.Connected, false));
                Count(Measure.IntegrationsRemoved, signal.Stamp);
                break;
            case MilestoneReached milestone:
                _milestones = _milestones.With(milestone.Milestone, At(signal)
                    .Set(MilestoneField.ReachedAt, signal.Stamp.Ticks, FieldMerge.Min)
                    .Set(MilestoneField.DueOn, milestone.Due));
                break;
            case SentimentObserved sentiment:
                Answer(Measure.SentimentSum, Measure.SentimentCount, (sentiment.Score + 1) / 2, signal.Stamp);
                break;
            case PromoterScored promoter:
                Answer(Measure.NpsSum, Measure.NpsCount, promoter.Score / 10m, signal.Stamp);
                _profile = _profile.With(At(signal).Set(ProfileField.LastNps, promoter.Score));
                break;
            case AiRun run:
                Count(Measure.AiRuns, signal.Stamp);
                Count(Measure.AiCostMicros, signal.Stamp, (long)Math.Min(uint.MaxValue, run.Cost * 1_000_000m));
                break;
            case WorkLogged work:
                Count(Measure.WorkMinutes, signal.Stamp, work.Minutes);
                break;
            case OutcomeFact outcome:
                ComeOut(outcome, signal);
                break;
            case FeedHeartbeat:
                throw new InvalidOperationException("A heartbeat belongs to its feed, not to an account.");
            default:
                if (!ChangeSupport(fact, signal) && !ChangeBilling(fact, signal) && !ChangeCrm(fact, signal) && !ChangeContract(fact, signal))
                    throw new InvalidOperationException($"No rule says what {fact.SignalType} changes.");
                break;
        }
    }

    private FieldChanges At(Signal signal) => _changes.At(signal.Stamp);

    private void Count(Measure measure, Stamp stamp, long amount = 1) =>
        _measures.Add(measure, (int)(stamp.Ticks / TimeSpan.TicksPerDay), (uint)Math.Clamp(amount, 0, uint.MaxValue));

    /// <summary>An answer between 0 and 1, in thousandths, and that there was one.</summary>
    private void Answer(Measure sum, Measure count, decimal share, Stamp stamp)
    {
        Count(sum, stamp, (long)decimal.Round(share * 1000));
        Count(count, stamp);
    }

    /// <summary>A report without any number still says that the product was used once.</summary>
    private void Use(UsageActivity usage, Stamp stamp)
    {
        if (usage.ActiveUsers is { } users)
            Count(Measure.ActiveUsers, stamp, users);
        if (usage.Sessions is { } sessions)
            Count(Measure.Sessions, stamp, sessions);
        if (usage.Count is { } events)
            Count(Measure.UsageEvents, stamp, events);
        else if (usage is { ActiveUsers: null, Sessions: null })
            Count(Measure.UsageEvents, stamp);
    }

    private void ComeOut(OutcomeFact outcome, Signal signal)
    {
        var kind = outcome switch
        {
            OutcomeRenewed => OutcomeKind.Renewed,
            OutcomeContracted => OutcomeKind.Contracted,
            OutcomeExpanded => OutcomeKind.Expanded,
            OutcomeChurned => OutcomeKind.Churned,
            _ => throw new InvalidOperationException($"No rule says what {outcome.SignalType} means."),
        };
        var changes = At(signal).Set<OutcomeKind>(ProfileField.Outcome, kind);
        _profile = _profile.With(kind == OutcomeKind.Churned ? changes.Set(ProfileField.Churned, outcome.Contract ?? "", Roster<Contract>.IdLengthMax) : changes);
    }
}
