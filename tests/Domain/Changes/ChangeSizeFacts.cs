using System.Text.Json;
using AccountTwins.Domain.Changes;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Learning;

namespace AccountTwins.Tests.Domain.Changes;

/// <summary>The data of a change has a bound, whatever people and customers write.</summary>
public sealed class ChangeSizeFacts
{
    [Theory]
    [InlineData("x", 400)]
    [InlineData("要", 200)]
    [InlineData("😀", 100)]
    public void Texts_that_take_many_bytes_are_cut_shorter_and_others_are_not(string letter, int kept)
    {
        var text = string.Concat(Enumerable.Repeat(letter, 500 / letter.Length));
        var review = new ReviewEntry { Decision = 1, Reviewer = text, IsBeforeSending = true, Verb = ReviewVerb.Accept, Reason = text, State = DecisionState.Approved };

        var data = ChangeForm.DataOf(new AccountChange.ReviewDone(1, text, text, review, DateTimeOffset.UnixEpoch));

        Assert.InRange(data.Length, 1, ChangeRow.DataBytesMax);
        var reason = JsonDocument.Parse(data).RootElement.GetProperty("reason").GetString()!;
        Assert.InRange(reason.Length, Math.Min(kept, 50), 400);
        Assert.StartsWith(reason, text, StringComparison.Ordinal);
    }
}
