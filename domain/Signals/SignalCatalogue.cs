using System.Collections.Immutable;
using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.Domain.Signals;

/// <summary>Every signal type there is. Looked up by number (stored form) and by name (wire).</summary>
public static class SignalCatalogue
{
    private static readonly SignalType?[] Numbers;
    private static readonly Dictionary<ulong, SignalType> Names;

    static SignalCatalogue()
    {
        Numbers = new SignalType?[All.Max(type => type.Number) + 1];
        foreach (var type in All)
        {
            if (Numbers[type.Number] is { } other)
                throw new InvalidOperationException($"{type} and {other} have the same number.");
            Numbers[type.Number] = type;
        }

        Names = All.ToDictionary(type => Hash64.Of(type.WireNameUtf8.AsSpan()));
    }

    public static ImmutableArray<SignalType> All { get; } =
    [
        FeedHeartbeat.Type,
        UsageActivity.Type, IntegrationConnected.Type, IntegrationRemoved.Type, MilestoneReached.Type,
        TicketOpened.Type, TicketUpdated.Type, TicketResolved.Type, TicketReopened.Type, TicketEscalated.Type, TicketAnswered.Type, PersonRequested.Type,
        SatisfactionRated.Type, EffortRated.Type,
        InvoiceIssued.Type, InvoicePaid.Type, InvoiceOverdue.Type, InvoiceFailed.Type,
        CreditIssued.Type, DisputeOpened.Type, DisputeClosed.Type,
        SentimentObserved.Type, PromoterScored.Type,
        AccountCreated.Type, AccountUpdated.Type, StakeholderJoined.Type, StakeholderLeft.Type, HumanTouch.Type,
        CommitmentMade.Type, CommitmentDue.Type, CommitmentKept.Type, CommitmentBroken.Type, WorkLogged.Type, AiRun.Type,
        ContractSigned.Type, ContractAmended.Type, ContractRenewed.Type, ContractCancelled.Type,
        OutcomeRenewed.Type, OutcomeContracted.Type, OutcomeExpanded.Type, OutcomeChurned.Type,
    ];

    public static SignalType? Find(int number) => (uint)number < (uint)Numbers.Length ? Numbers[number] : null;

    public static SignalType? Find(ReadOnlySpan<byte> wireName) =>
        Names.TryGetValue(Hash64.Of(wireName), out var type) && wireName.SequenceEqual(type.WireNameUtf8.AsSpan()) ? type : null;
}
