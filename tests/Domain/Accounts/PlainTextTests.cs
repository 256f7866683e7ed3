using AccountTwins.Domain.Accounts;

namespace AccountTwins.Tests.Domain.Accounts;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("acct-1 Café \U0001F600", true)]
    [InlineData("\U0001F600", true)]
    [InlineData("a\0", false)]
    [InlineData("a\u0085b", false)]
    public void What_every_store_can_hold_is_plain(string text, bool isPlain) => Assert.Equal(isPlain, PlainText.Is(text));

    [Fact]
    public void Half_of_a_pair_is_not_and_names_no_account()
    {
        foreach (var half in new[] { "\ud83d", "a\ud83d", "\ude00a", "\ude00\ud83d" })
        {
            Assert.False(PlainText.Is(half));
            Assert.False(AccountKey.IsPart(half));
        }
    }
}
