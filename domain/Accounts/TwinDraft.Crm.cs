using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Telemetry;
using AccountTwins.Domain.Value.Renewals;

namespace AccountTwins.Domain.Accounts;

/// <summary>The profile, people, promises and contracts.</summary>
internal sealed partial class TwinDraft
{
    private bool ChangeCrm(Fact fact, Signal signal)
    {
        switch (fact)
        {
            case AccountProfile profile:
                ChangeProfile(profile, signal);
                return true;
            case StakeholderJoined joined:
                _stakeholders = _stakeholders.With(joined.Email, At(signal)
                    .Set(StakeholderField.Left, false)
                    .Set(StakeholderField.Name, joined.Name)
                    .Set(StakeholderField.Role, joined.Role)
                    .Set(StakeholderField.Champion, joined.Champion));
                return true;
            case StakeholderLeft left:
                _stakeholders = _stakeholders.With(left.Email, At(signal).Set(StakeholderField.Left, true));
                return true;
            case HumanTouch touch:
                Count(Measure.HumanTouches, signal.Stamp);
                _profile = _profile.With(At(signal)
                    .Set(ProfileField.LastHumanTouchAt, signal.Stamp.Ticks, FieldMerge.Max)
                    .Set(ProfileField.LastHumanTouchBy, touch.Who));
                return true;
            case CommitmentMade made:
                Commitment(made.Commitment, CommitmentState.Open, At(signal)
                    .Set(CommitmentField.What, made.What)
                    .Set<Promiser>(CommitmentField.By, made.By)
                    .Set(CommitmentField.Who, made.Who)
                    .Set(CommitmentField.DueOn, made.Due)
                    .Set(CommitmentField.MadeAt, signal.Stamp.Ticks, FieldMerge.Min));
                return true;
            case CommitmentDue due:
                Commitment(due.Commitment, CommitmentState.Due, At(signal));
                return true;
            case CommitmentKept kept:
                Commitment(kept.Commitment, CommitmentState.Kept, At(signal));
                return true;
            case CommitmentBroken broken:
                Count(Measure.CommitmentsBroken, signal.Stamp);
                Commitment(broken.Commitment, CommitmentState.Broken, At(signal));
                return true;
            default:
                return false;
        }
    }

    private bool ChangeContract(Fact fact, Signal signal)
    {
        switch (fact)
        {
            case ContractTerms terms:
                var changes = At(signal)
                    .Set(ContractField.Arr, terms.Arr)
                    .Set(ContractField.Currency, terms.Currency)
                    .Set(ContractField.GrossMargin, terms.GrossMargin)
                    .Set(ContractField.StartsOn, terms.Start)
                    .Set(ContractField.EndsOn, terms.End)
                    .Set(ContractField.AutoRenew, terms.AutoRenew)
                    .Set(ContractField.NoticeDays, terms.NoticeDays)
                    .Set(ContractField.Seats, terms.Seats)
                    .Set(ContractField.Products, terms.Products?.Select(Parts.Contract.TextOf))
                    .Set(ContractField.Clauses, terms.Clauses);
                if (terms is not ContractAmended)
                    changes.Set(ContractField.Cancelled, false).Set(ContractField.TermMonths, TermLength.MonthsOf(terms.Start, terms.End));
                if (terms is ContractSigned)
                    changes.Set(ContractField.FirstStartsOn, terms.Start, FieldMerge.Min);
                if (terms is ContractRenewed)
                    changes.Set(ContractField.Renewals, 1, FieldMerge.Add);
                _contracts = _contracts.With(terms.Contract, changes);
                return true;
            case ContractCancelled cancelled:
                _contracts = _contracts.With(cancelled.Contract, At(signal)
                    .Set(ContractField.Cancelled, true)
                    .Set(ContractField.EffectiveOn, cancelled.Effective));
                return true;
            default:
                return false;
        }
    }

    private void ChangeProfile(AccountProfile profile, Signal signal) =>
        _profile = _profile.With(At(signal)
            .Set(ProfileField.Name, profile.Name, FieldChanges.NameLengthMax)
            .Set(ProfileField.Segment, profile.Segment)
            .Set(ProfileField.Region, profile.Region)
            .Set(ProfileField.Industry, profile.Industry)
            .Set(ProfileField.Owner, profile.Owner, FieldChanges.NameLengthMax)
            .Set(ProfileField.Goals, profile.Goals)
            .Set(ProfileField.Language, profile.Language)
            .Set(ProfileField.PreferredChannel, profile.PreferredChannel)
            .Set(ProfileField.AiContact, profile.AiContact)
            .Set(ProfileField.ExternalIds, profile.ExternalIds?.Select(pair => $"{pair.Key}={pair.Value}"))
            .Set(ProfileField.Domains, profile.Domains)
            .Set(ProfileField.CreatedAt, profile is AccountCreated ? signal.Stamp.Ticks : null, FieldMerge.Min));

    private void Commitment(string id, CommitmentState state, FieldChanges changes) =>
        _commitments = _commitments.With(id, changes.Set<CommitmentState>(CommitmentField.State, state));
}
