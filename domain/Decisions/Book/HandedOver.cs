using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions.Book;

/// <summary>A conversation that was handed over to people, who have not answered yet.</summary>
/// <param name="Number">The decision's.</param>
/// <param name="Conversation">As the caller named it, or the one of its day.</param>
/// <param name="Actions">The types that get no milder answer meanwhile, each once; none where the escalation ends with its cause.</param>
/// <param name="Until">When people should have answered; from then on the agent may ask anew, and they are told anew.</param>
public sealed record HandedOver(long Number, string Conversation, ValueList<string> Actions, DateTimeOffset Until);
