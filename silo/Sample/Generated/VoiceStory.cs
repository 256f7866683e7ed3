using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.Silo.Sample.Generated;

/// <summary>What the customer's people say when nobody opened a ticket: a quarterly survey that a third answers, and remarks in between.</summary>
internal sealed class VoiceStory(AccountLife life)
{
    public void Live(int day)
    {
        if (!life.IsWorkday(day))
            return;
        if (life.Age(day) % 91 == 60 && life.Random.Chance(0.35))
            life.Tell(day, new PromoterScored(Math.Clamp((int)(11 * life.Health.Level + 1.3 * life.Random.Normal()), 0, 10), life.People.Anyone()));
        if (life.Random.Chance(0.012))
        {
            var score = decimal.Round((decimal)Math.Clamp(2.2 * life.Health.Level - 1 + 0.3 * life.Random.Normal(), -1, 1), 2);
            life.Tell(day, new SentimentObserved(score, SentimentKind.Human, "meeting", life.People.Anyone(), Topic: "relationship"));
        }
    }
}
