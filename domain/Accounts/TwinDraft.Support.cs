using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;
using AccountTwins.Domain.Telemetry;

namespace AccountTwins.Domain.Accounts;

/// <summary>Tickets and surveys.</summary>
internal sealed partial class TwinDraft
{
    /// <summary>Of 5 for satisfaction, of 7 for effort.</summary>
    private const int PoorScoreMax = 2;

    private bool ChangeSupport(Fact fact, Signal signal)
    {
        switch (fact)
        {
            case TicketOpened opened:
                Count(Measure.TicketsOpened, signal.Stamp);
                Count(Measure.Contacts, signal.Stamp);
                if (opened.Severity == Severity.Critical)
                    Count(Measure.UrgentTickets, signal.Stamp);
                Ticket(signal, opened.Ticket, State(At(signal), TicketState.Open)
                    .Set(TicketField.Severity, opened.Severity)
                    .Set(TicketField.Category, opened.Category)
                    .Set(TicketField.Channel, opened.Channel)
                    .Set(TicketField.Subject, opened.Subject)
                    .Set(TicketField.Contact, opened.Contact, Roster<Ticket>.IdLengthMax)
                    .Set(TicketField.OpenedAt, signal.Stamp.Ticks, FieldMerge.Min));
                return true;
            case TicketUpdated updated:
                Ticket(signal, updated.Ticket, At(signal)
                    .Set(TicketField.Status, updated.Status)
                    .Set(TicketField.Severity, updated.Severity)
                    .Set(TicketField.Category, updated.Category)
                    .Set(TicketField.Subject, updated.Subject)
                    .Set(TicketField.Contacts, updated.Contacts, FieldMerge.Max));
                return true;
            case TicketAnswered answered:
                Ticket(signal, answered.Ticket, At(signal)
                    .Set(TicketField.FirstAnsweredAt, signal.Stamp.Ticks, FieldMerge.Min)
                    .Set(TicketField.LastAnsweredAt, signal.Stamp.Ticks, FieldMerge.Max)
                    .Set(TicketField.PersonAnsweredAt, answered.By == Actor.Human ? signal.Stamp.Ticks : null, FieldMerge.Max));
                return true;
            case PersonRequested requested:
                Ticket(signal, requested.Ticket, At(signal).Set(TicketField.PersonAskedAt, signal.Stamp.Ticks, FieldMerge.Max));
                if (_tickets[requested.Ticket] is null)
                    PersonAsked(signal, signal.Stamp.Time);
                return true;
            case TicketResolved resolved:
                Count(Measure.TicketsResolved, signal.Stamp);
                if (resolved.ResolvedBy == Actor.Ai)
                    Count(Measure.ResolvedByAi, signal.Stamp);
                Ticket(signal, resolved.Ticket, State(At(signal), TicketState.Resolved)
                    .Set<Actor>(TicketField.ResolvedBy, resolved.ResolvedBy)
                    .Set(TicketField.Category, resolved.Category)
                    .Set(TicketField.Severity, resolved.Severity)
                    .Set(TicketField.Contacts, resolved.Contacts, FieldMerge.Max));
                return true;
            case TicketReopened reopened:
                Count(Measure.TicketsReopened, signal.Stamp);
                Count(Measure.Contacts, signal.Stamp);
                Ticket(signal, reopened.Ticket, State(At(signal), TicketState.Open).Set(TicketField.Reopened, 1, FieldMerge.Add));
                return true;
            case TicketEscalated escalated:
                Count(Measure.TicketsEscalated, signal.Stamp);
                Ticket(signal, escalated.Ticket, At(signal)
                    .Set(TicketField.Severity, escalated.Severity)
                    .Set(TicketField.EscalatedTo, escalated.To)
                    .Set(TicketField.EscalatedAt, signal.Stamp.Ticks, FieldMerge.Max));
                return true;
            case SatisfactionRated rated:
                Answer(Measure.SatisfactionSum, Measure.SatisfactionCount, (rated.Score - 1) / 4m, signal.Stamp);
                _profile = _profile.With(At(signal)
                    .Set(ProfileField.LastSatisfaction, rated.Score)
                    .Set(ProfileField.PoorRating, rated.Score <= PoorScoreMax ? rated.Ticket ?? "" : null, Roster<Ticket>.IdLengthMax));
                return true;
            case EffortRated rated:
                Answer(Measure.EffortSum, Measure.EffortCount, (rated.Score - 1) / 6m, signal.Stamp);
                if (rated.Score <= PoorScoreMax)
                    _profile = _profile.With(At(signal).Set(ProfileField.PoorRating, rated.Ticket ?? "", Roster<Ticket>.IdLengthMax));
                return true;
            default:
                return false;
        }
    }

    /// <summary>A ticket that is no longer kept may be one on which a person is awaited: that is remembered of the account.</summary>
    private void Ticket(Signal signal, string id, FieldChanges changes)
    {
        _tickets = _tickets.With(id, changes, out var gone);
        if (gone is { PersonAskedAt: { } asked } ticket && ticket.AwaitsPerson(null))
            PersonAsked(signal, asked);
        else if (gone?.PersonMetAt is { } met && _profile.Time(ProfileField.PersonAskedAt) is not null)
            _profile = _profile.With(At(signal).Set(ProfileField.PersonMetAt, met.UtcTicks, FieldMerge.Max));
    }

    private void PersonAsked(Signal signal, DateTimeOffset asked) => _profile = _profile.With(At(signal).Set(ProfileField.PersonAskedAt, asked.UtcTicks, FieldMerge.Max));

    private static FieldChanges State(FieldChanges changes, TicketState state) => changes.Set<TicketState>(TicketField.State, state);
}
