using System.Text;
using System.Text.Json;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Signals;
using AccountTwins.Tests.Support;
using AccountTwins.Tests.Support.Decisions;

namespace AccountTwins.Tests.Domain.Decisions;

/// <summary>A stored decision gives the same verdict again, byte for byte.</summary>
public sealed class ReplayFacts
{
    private const int Cases = 4_000;

    private const string Golden = "tests/Golden/ledger/decision.json";

    [Fact]
    public void A_verdict_derived_from_stored_bytes_is_the_stored_verdict() => Parallel.For(0, Cases, seed =>
    {
        var situation = Odd(seed);
        var (input, verdict) = (LedgerJson.Write(situation.Input), LedgerJson.Write(situation.Verdict));
        var read = LedgerJson.Read<VerdictInput>(input);

        Assert.True(Same(input, LedgerJson.Write(read)), $"seed {seed}: the input");
        Assert.True(Same(verdict, LedgerJson.Write(LedgerJson.Read<Verdict>(verdict))), $"seed {seed}: the verdict");
        Assert.True(Same(verdict, LedgerJson.Write(VerdictRules.Decide(read, situation.Playbook))), $"seed {seed}: derived again");
        Assert.True(situation.Input.Account.Equals(read.Account), $"seed {seed}: the facts");
    });

    [Fact]
    public void The_same_input_gives_the_same_verdict_again() => Parallel.For(0, Cases, seed =>
        Assert.True(Same(LedgerJson.Write(Odd(seed).Verdict), LedgerJson.Write(Odd(seed).Verdict)), $"seed {seed}"));

    [Fact]
    public void A_stored_decision_stays_as_it_was() => RepositoryFiles.MustEqual(Golden, Encoding.UTF8.GetString(LedgerJson.Write(Sample())));

    [Fact]
    public void Yesterdays_decision_is_read_and_derived_again()
    {
        var stored = File.ReadAllBytes(Path.Combine(RepositoryFiles.Root, Golden));
        var entry = LedgerJson.Read<DecisionEntry>(stored);

        Assert.Equal(stored, LedgerJson.Write(entry));
        Assert.Equal(LedgerJson.Write(entry.Verdict), LedgerJson.Write(VerdictRules.Decide(entry.Input, TestPlaybook.Create())));
        Assert.Equal(entry.ActionsHash, Fingerprints.OfActions(entry.Input.Request.Actions));
    }

    [Theory]
    [InlineData("""{"type":"reply","category":"billing"}""", true)]
    [InlineData("""{"category":"billing"}""", false)]
    public void Only_what_may_be_null_may_be_left_out(string json, bool isRead)
    {
        var read = Record.Exception(() => LedgerJson.Read<ActionRequest>(Encoding.UTF8.GetBytes(json)));

        Assert.Equal(isRead, read is null);
        Assert.True(isRead || read is JsonException);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"kind":9,"next":"wait","actions":[],"fingerprint":""}""")]
    [InlineData("""{"kind":"perhaps","next":"wait","actions":[],"fingerprint":""}""")]
    [InlineData("""{"kind":"allow","next":"wait","actions":[""")]
    public void Bytes_that_are_no_verdict_are_refused(string json) => Assert.Throws<JsonException>(() => LedgerJson.Read<Verdict>(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void An_input_is_judged_by_its_own_playbook_only() =>
        Assert.Throws<ArgumentException>(() => VerdictRules.Decide(Situation.Good(Situation.Action("reply")).Input, TestPlaybook.Create() with { Hash = "other" }));

    [Fact]
    public void The_hash_of_acts_is_of_type_category_amount_currency_and_draft()
    {
        var act = new ActionRequest("grant_credit", "billing", 40m, "EUR", 0.9m, "Dear Ada");
        ActionRequest[] others = [act with { Type = "grant" }, act with { Category = null }, act with { Category = "" }, act with { Amount = 40.01m }, act with { Currency = "USD" }, act with { Draft = "Dear Bob" }];

        Assert.Equal(Fingerprints.OfActions([act]), Fingerprints.OfActions([act with { Amount = 40.00m, Confidence = 0.1m }]));
        Assert.Equal(others.Length + 2, others.Append(act).Select(other => Fingerprints.OfActions([other])).Append(Fingerprints.OfActions([act, act])).Distinct().Count());
    }

    /// <summary>Random, and with texts and numbers that a careless form would change.</summary>
    private static Situation Odd(int seed)
    {
        var random = new Random(seed);
        string[] texts = ["", "Ünïcode ✓ 🎉", "\"quoted\"\\\n\t\0", "</script>", "  "];
        return RandomSituations.Of(seed)
            .WithAction(action => action with
            {
                Draft = random.Next(2) == 0 ? texts[random.Next(texts.Length)] : null,
                Amount = random.Next(3) == 0 ? action.Amount * 1.0000m + random.Next(3) / 1000m : action.Amount,
                Currency = random.Next(6) == 0 ? texts[random.Next(texts.Length)] : action.Currency,
            })
            .WithRequest(request => request with { Contact = random.Next(2) == 0 ? texts[random.Next(texts.Length)] : null, Conversation = random.Next(2) == 0 ? null : "c", Agent = request.Agent with { Model = random.Next(2) == 0 ? null : "m" } })
            is var situation ? situation with { Input = situation.Input with { Now = Situation.Noon.AddTicks(random.NextInt64(1L << 45)) } } : null!;
    }

    private static DecisionEntry Sample()
    {
        var situation = SituationWords.Of("mid, watch, billing late", "grant_credit 120.50 USD")
            .WithRequest(request => request with { Contact = "ada@example.com", OnBehalfOf = "kim", MaxStaleness = 600 })
            .WithAction(action => action with { Draft = "We credit you for the outage.", Confidence = 0.93m })
            .WithOverride(new OverrideFact(AccountTwins.Domain.Latitudes.Latitude.Supervised, null));
        return new DecisionEntry
        {
            Input = situation.Input,
            Verdict = situation.Verdict,
            ActionsHash = Fingerprints.OfActions(situation.Input.Request.Actions),
            RequestHash = 0xFEDC_BA98_7654_3210,
            Sampling = new SamplingFact(0.05, 0.1, true, false),
        };
    }

    private static bool Same(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);
}
