using AccountTwins.Domain.Health;
using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions.Layers;

/// <summary>How old and how much the evidence is. A feed that is silent is not a customer who is quiet.</summary>
internal static class FreshnessLayer
{
    public static void Apply(ActionJudgement judgement)
    {
        var rules = judgement.Playbook.Freshness;
        foreach (var family in judgement.Rule.Families)
            Feed(judgement, judgement.Account.Feed(family));
        if (judgement.Account.IsParked)
            Parked(judgement);
        if (judgement.Account.EvidenceShare < rules.EvidenceFloor)
            judgement.Cap(
                LayerKind.Freshness, "evidence_floor", rules.BelowFloor, VerdictCodes.EvidenceLow,
                FormattableString.Invariant($"Fresh data stand behind {judgement.Account.EvidenceShare:0.00} of the score; the floor is {rules.EvidenceFloor:0.00}."),
                "feeds that speak again");
    }

    private static void Feed(ActionJudgement judgement, FeedFact feed)
    {
        var rules = judgement.Playbook.Freshness;
        var name = Words<Family>.Of(feed.Family);
        if (feed.State == FeedState.Late)
            judgement.Cap(LayerKind.Freshness, name, rules.WhenLate, VerdictCodes.FeedLate, $"The feed {name} is late.", $"the feed {name} live again");
        else if (feed.State == FeedState.NeverConnected)
            judgement.CapAndStop(LayerKind.Freshness, name, WhenDead(rules), VerdictCodes.FeedMissing, $"The feed {name} was never connected, and this action needs it.", $"the feed {name} connected");
        else if (feed.State != FeedState.Live)
            judgement.CapAndStop(LayerKind.Freshness, name, WhenDead(rules), VerdictCodes.FeedDead, $"The feed {name} is silent, and this action needs it.", $"the feed {name} live again");
        else if (rules.SecondsOf(feed.Family) is { } most && !(feed.AgeSeconds <= most))
            judgement.Cap(LayerKind.Freshness, name, rules.WhenLate, VerdictCodes.FeedLate, $"The feed {name} is older than the {most} s that the playbook accepts.", $"the feed {name} heard of again");
        if (judgement.Input.Request.MaxStaleness is { } seconds && (feed.AgeSeconds is not { } age || age > seconds))
        {
            judgement.Raise(VerdictKind.RequireApproval, LayerKind.Freshness, name, VerdictCodes.TooStale, $"The feed {name} is older than the {seconds} s that the request accepts.");
            judgement.AgentCould("accept older feeds");
        }
    }

    /// <summary>All that it knows of a parked account is stale: what needs any family is not allowed, whatever the latitude.</summary>
    private static void Parked(ActionJudgement judgement)
    {
        const string text = "Some signals of this account could not be taken in.";
        var remedy = judgement.Account.SignalsAside is null ? "the account's parked signals played again" : "the account's dead letters played again and settled by operations";
        var atMost = WhenDead(judgement.Playbook.Freshness);
        if (judgement.Rule.Families.Count > 0)
            judgement.CapAndStop(LayerKind.Freshness, "parked", atMost, VerdictCodes.AccountParked, text, remedy);
        else
            judgement.Cap(LayerKind.Freshness, "parked", atMost, VerdictCodes.AccountParked, text, remedy);
    }

    /// <summary>Silence never leaves more than slowness.</summary>
    private static Latitude WhenDead(FreshnessRules rules) => rules.WhenDead < rules.WhenLate ? rules.WhenDead : rules.WhenLate;
}
