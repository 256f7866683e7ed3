using AccountTwins.Domain.Health;
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
            judgement.Cap(LayerKind.Freshness, "parked", rules.WhenDead, VerdictCodes.AccountParked, "Some signals of this account could not be taken in.", "the account's parked signals played again");
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
            Missing(judgement, name, VerdictCodes.FeedMissing, $"The feed {name} was never connected, and this action needs it.", $"the feed {name} connected");
        else if (feed.State != FeedState.Live)
            Missing(judgement, name, VerdictCodes.FeedDead, $"The feed {name} is silent, and this action needs it.", $"the feed {name} live again");
        if (judgement.Input.Request.MaxStaleness is { } seconds && (feed.AgeSeconds is not { } age || age > seconds))
        {
            judgement.Raise(VerdictKind.RequireApproval, LayerKind.Freshness, name, VerdictCodes.TooStale, $"The feed {name} is older than the {seconds} s that the request accepts.");
            judgement.AgentCould("accept older feeds");
        }
    }

    /// <summary>A family that the action cannot do without: no latitude makes up for it.</summary>
    private static void Missing(ActionJudgement judgement, string name, string code, string text, string remedy)
    {
        judgement.Cap(LayerKind.Freshness, name, judgement.Playbook.Freshness.WhenDead, code, text, remedy);
        if (judgement.IsAllowed)
        {
            judgement.Raise(VerdictKind.RequireApproval, LayerKind.Freshness, name, code, text);
            judgement.PeopleCould(remedy);
        }
    }
}
