using System.Text;
using System.Text.Json;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Decisions;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Mapping;
using AccountTwins.Grains.Policies;
using AccountTwins.Grains.State;
using Microsoft.Extensions.Logging;
using Latitude = AccountTwins.Domain.Latitudes.Latitude;

namespace AccountTwins.Grains.Learning;

/// <summary>
/// One scenario's learning on its chain. An observation is found by its key in the chain, so it counts once whoever repeats it; what the
/// tenant's settings have not taken is announced again with every call.
/// </summary>
public sealed partial class ScenarioGrain(ILedgerStore store, IPolicyBoard policies, TimeProvider clock, ILogger<ScenarioGrain> logger) : Grain, IScenarioGrain
{
    private readonly LearningRulesCache _rules = new();
    private LedgerSubject _subject;
    private ChainState<ScenarioBook> _chain = null!;
    private string _tenant = "";
    private string _scenario = "";

    /// <summary>type~category~tier: a name of another form has no parent and no tier.</summary>
    private bool IsNamed => _scenario.Count(character => character == '~') == 2;

    private bool IsParent => Scenarios.ParentOf(_scenario) == _scenario;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        (_tenant, _scenario) = (key[..slash], key[(slash + 1)..]);
        _subject = LedgerSubject.OfScenario(_tenant, _scenario);
        _chain = new ChainState<ScenarioBook>(_subject, store, ScenarioBook.Empty, (book, kind, at, body) => book.With(ScenarioEntry.Read(kind, body), at));
        return Task.CompletedTask;
    }

    public Task<ScenarioReply> ObserveReview(ReviewObserved review) => GuardedAsync(async policy =>
    {
        if (!ScenarioMapping.IsValid(review))
            return Refused("bad_review");
        var rules = _rules.For(policy, _scenario);
        var standing = await OnceAsync(review.Id, new ScenarioEntry.Reviewed(review.Id, review.Release, ScenarioMapping.ToReview(review), rules));
        if (standing != TwinStanding.Ready || IsParent || review.Kind == (int)Domain.Learning.ReviewKind.Directed)
            return Replied(standing);
        return Replied(await BorrowAsync(review, rules));
    });

    public Task<ScenarioReply> ObservePair(PairObserved pair) => GuardedAsync(async policy =>
        ScenarioMapping.IsValid(pair.First) && ScenarioMapping.IsValid(pair.Second)
            ? Replied(await OnceAsync(pair.Id, new ScenarioEntry.ReviewedTwice(
                pair.Id, pair.Release, ScenarioMapping.ToJudgement(pair.First), ScenarioMapping.ToJudgement(pair.Second), _rules.For(policy, _scenario))))
            : Refused("bad_review"));

    public Task<ScenarioReply> ObserveOutcome(string id, string release, bool speaksAgainst) => GuardedAsync(async policy =>
    {
        var standing = await OnceAsync(id, new ScenarioEntry.OutcomeSeen(id, release, speaksAgainst, _rules.For(policy, _scenario)));
        if (standing == TwinStanding.Ready)
            policies.Learned(_tenant, 0, 1);
        return Replied(standing);
    });

    public Task<ScenarioReply> Act(ScenarioActAsk ask) => GuardedAsync(async policy =>
    {
        if (WireWords<ScenarioAct>.Read(ask.Act) is not { } act || string.IsNullOrWhiteSpace(ask.By) || string.IsNullOrWhiteSpace(ask.Reason)
            || (act == ScenarioAct.Reset && ask.To is < Interfaces.Contracts.Latitude.Suspended or > Interfaces.Contracts.Latitude.Full))
        {
            return Refused("bad_act");
        }

        var book = await _chain.LoadedAsync(CancellationToken.None);
        if (ask.Release is { } release ? book.Find(release) is null : book.Releases.Count == 0)
            return Refused("unknown_scenario");
        if (act == ScenarioAct.AcceptOffer && book.Releases.All(one => one.Latitude.Offer is null || (ask.Release is not null && one.Release != ask.Release)))
            return Refused("no_offer");
        var wish = new ScenarioEntry.Acted(ask.Release, act, (Latitude)ask.To, ask.By, ask.Reason, _rules.For(policy, _scenario));
        return Replied(await ChangeAsync(0, (known, now) => known.Asked(wish, now), triesMax: 3));
    });

    public async Task<OthersAnswer> ObserveChild(string scenario, ReviewObserved review)
    {
        WeightedAgreement others = default;
        var reply = await GuardedAsync(async policy =>
        {
            if (!ScenarioMapping.IsValid(review))
                return Refused("bad_review");
            var (observed, days) = (ScenarioMapping.ToReview(review), policy.Playbook.Learning.DaysUntilHalfKnown);
            var standing = TwinStanding.Ready;
            if (observed.Kind != Domain.Learning.ReviewKind.Directed && Agreement.Score(observed.Judgement) is { } score)
                standing = await OnceAsync(review.Id, new ScenarioEntry.ChildReviewed(review.Id, scenario, review.Release, score, observed.Probability, days));
            if (standing == TwinStanding.Ready)
                others = (await _chain.LoadedAsync(CancellationToken.None)).Without(scenario, review.Release, clock.GetUtcNow(), days);
            return Replied(standing);
        });
        return new OthersAnswer { Standing = reply.Standing, Reviews = others.Reviews, Weight = others.Weight, WeightSquares = others.WeightSquares, Agreed = others.Agreed };
    }

    public Task<ScenarioReply> ReadScenario() => GuardedAsync(async _ =>
        new ScenarioReply { Standing = TwinStanding.Ready, Book = LedgerJson.Write(await _chain.LoadedAsync(CancellationToken.None)) });

    /// <summary>The parent sees the same review; what it says of the others below it may tighten this one, never widen it.</summary>
    private async Task<TwinStanding> BorrowAsync(ReviewObserved review, LearningRules rules)
    {
        var answer = await GrainFactory.GetGrain<IScenarioGrain>($"{_tenant}/{Scenarios.ParentOf(_scenario)}").ObserveChild(_scenario, review);
        if (answer.Standing != TwinStanding.Ready)
            return answer.Standing;
        var others = new WeightedAgreement { Reviews = answer.Reviews, Weight = answer.Weight, WeightSquares = answer.WeightSquares, Agreed = answer.Agreed };
        return await ChangeAsync(0, new ScenarioEntry.Borrowed(review.Release, others, rules), triesMax: 3);
    }

    /// <summary>Appends an observation unless the chain has it. Another activation that appends meanwhile takes the number, so it is looked up again by the caller's repeat.</summary>
    private async Task<TwinStanding> OnceAsync(string id, ScenarioEntry entry)
    {
        var key = Hash64.Of(Encoding.UTF8.GetBytes($"{ScenarioEntry.KindOf(entry)}\n{id}"));
        key = key == 0 ? 1 : key;
        if (await store.FindKeyAsync(_subject, key, CancellationToken.None) is not null)
            return await AnnounceAsync();
        return await ChangeAsync(key, entry, triesMax: 1);
    }

    private Task<TwinStanding> ChangeAsync(ulong key, ScenarioEntry entry, int triesMax) => ChangeAsync(key, (_, _) => entry, triesMax);

    /// <summary>What is not announced yet goes first: the book keeps no more changes than one entry can make.</summary>
    private async Task<TwinStanding> ChangeAsync(ulong key, Func<ScenarioBook, DateTimeOffset, ScenarioEntry> wish, int triesMax)
    {
        if (await AnnounceAsync() is var told and not TwinStanding.Ready)
            return told;
        var end = await _chain.ChangeAsync(
            book =>
            {
                var now = clock.GetUtcNow();
                var entry = wish(book, now);
                var next = book.With(entry, now);
                return ReferenceEquals(next, book) ? null : new(ScenarioEntry.KindOf(entry), now, key, ScenarioEntry.Write(entry), next);
            },
            CancellationToken.None,
            triesMax);
        return end == AppendEnd.Appended ? await AnnounceAsync() : StandingOf(end);
    }

    /// <summary>Tells the tenant's settings what they have not taken; at least once, because the settings know the last change.</summary>
    private async Task<TwinStanding> AnnounceAsync()
    {
        var book = await _chain.LoadedAsync(CancellationToken.None);
        foreach (var one in book.Releases.Where(one => one.Announced < one.Change))
        {
            foreach (var word in WordsOf(book, one))
            {
                var reply = await GrainFactory.GetGrain<ITenantGrain>(_tenant).SetScenario(word);
                if (reply.Standing != TwinStanding.Ready)
                    return reply.Standing;
                if (reply.Refusal is { } refusal)
                    LogRefused(_scenario, refusal);
            }

            var told = new ScenarioEntry.Announced(one.Release, one.Change);
            var end = await _chain.ChangeAsync(
                known => new(ScenarioEntry.KindOf(told), clock.GetUtcNow(), 0, ScenarioEntry.Write(told), known.With(told, clock.GetUtcNow())), CancellationToken.None);
            if (end != AppendEnd.Appended)
                return StandingOf(end);
        }

        return TwinStanding.Ready;
    }

    /// <summary>One for each thing that happened, so that each has a place of its own in the tenant's order; the last one also says where the odds stand.</summary>
    private IEnumerable<ScenarioWord> WordsOf(ScenarioBook book, ReleaseLatitude one)
    {
        var told = one.Announced;
        foreach (var happened in book.Unannounced(one))
        {
            yield return WordOf(one, told = happened.Number, happened.Change);
        }

        if (told < one.Change)
            yield return WordOf(one, one.Change, null);
    }

    private ScenarioWord WordOf(ReleaseLatitude one, long number, LatitudeChange? happened) => new()
    {
        Scenario = _scenario,
        Release = one.Release,
        AtMost = (Interfaces.Contracts.Latitude?)one.AtMost,
        Cause = LatitudeCauses.CodeOf(one.Latitude.Cause),
        Change = number,
        AuditProbability = one.AuditProbability,
        Happened = happened is null ? null : LedgerJson.Write(happened),
    };

    private async Task<ScenarioReply> GuardedAsync(Func<TenantPolicy, Task<ScenarioReply>> act)
    {
        try
        {
            if (!IsNamed)
                return Refused("unknown_scenario");
            return await policies.EnsureAsync(_tenant, CancellationToken.None) is { } policy ? await act(policy) : Replied(TwinStanding.StoreUnavailable);
        }
        catch (StoreUnavailableException)
        {
            return Replied(TwinStanding.StoreUnavailable);
        }
        catch (JsonException exception)
        {
            LogUnreadable(exception, _tenant, _scenario);
            return Replied(TwinStanding.Unreadable);
        }
    }

    private static ScenarioReply Replied(TwinStanding standing) => new() { Standing = standing };

    private static ScenarioReply Refused(string code) => new() { Standing = TwinStanding.Ready, Refusal = code };

    private static TwinStanding StandingOf(AppendEnd end) => end switch
    {
        AppendEnd.Conflict => TwinStanding.Superseded,
        AppendEnd.Refused => TwinStanding.Refused,
        _ => TwinStanding.StoreUnavailable,
    };

    [LoggerMessage(2120, LogLevel.Error, "Scenario {Scenario} of tenant {Tenant} cannot be read by this release: its latitude stays what it was.")]
    private partial void LogUnreadable(Exception exception, string tenant, string scenario);

    [LoggerMessage(2121, LogLevel.Error, "The tenant's settings refuse scenario {Scenario}: {Code}.")]
    private partial void LogRefused(string scenario, string code);
}
