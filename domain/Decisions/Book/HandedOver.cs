using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions.Book;

/// <summary>Acts of a conversation that were handed over to people, who have not answered yet.</summary>
/// <param name="Number">The decision's.</param>
/// <param name="Actions">The types that were escalated, each once.</param>
/// <param name="Until">When people should have answered; from then on the agent may ask anew.</param>
public sealed record HandedOver(long Number, string Conversation, ValueList<string> Actions, DateTimeOffset Until);
