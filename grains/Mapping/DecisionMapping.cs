using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Value.Tiers;
using AccountTwins.Grains.Interfaces.Contracts;
using Orleans;
using DomainKind = AccountTwins.Domain.Decisions.VerdictKind;
using DomainState = AccountTwins.Domain.Decisions.Book.DecisionState;

namespace AccountTwins.Grains.Mapping;

/// <summary>Requests and verdicts between the domain and the wire.</summary>
public static class DecisionMapping
{
    public static DecisionRequest ToRequest(DecisionAsk ask) => new()
    {
        Actions = ToActions(ask.Actions),
        Agent = new AgentIdentity(ask.Agent.Id, ask.Agent.Release, ask.Agent.Model),
        OnBehalfOf = ask.OnBehalfOf,
        Contact = ask.Contact,
        Conversation = ask.Conversation,
        PersonAskedFor = ask.PersonAskedFor,
        IdempotencyKey = ask.IdempotencyKey,
        SupportedObligations = ToObligations(ask.SupportedObligations),
        MaxStaleness = ask.MaxStaleness,
        DryRun = ask.DryRun,
    };

    /// <summary>The known ones, each once and in order: the record of a request does not depend on how its caller lists them.</summary>
    private static ValueList<ObligationKind> ToObligations(string[] words)
    {
        var kinds = new List<ObligationKind>(words.Length);
        foreach (var word in words)
        {
            if (WireWords<ObligationKind>.Read(word) is { } kind && !kinds.Contains(kind))
                kinds.Add(kind);
        }

        kinds.Sort();
        return [.. kinds];
    }

    public static ValueList<ActionRequest> ToActions(ActionAsk[] asks) =>
        [.. asks.Select(ask => new ActionRequest(ask.Type, ask.Category, ask.Amount, ask.Currency, ask.Confidence, ask.Draft) { Due = ask.Due })];

    /// <summary>A decision as it stands. <paramref name="entry"/> is null for one that was not recorded.</summary>
    public static DecisionView ToView(DecisionShown shown)
    {
        var (input, verdict, playbook) = (shown.Input, shown.Verdict, shown.Playbook);
        var state = shown.State;
        var isPermitted = state == DomainState.Permitted;
        var isOthers = shown.IsOthers;
        var isByApproval = isPermitted && verdict.Kind > DomainKind.AllowWithObligations;
        return new DecisionView
        {
            DecisionId = shown.Id?.ToString(),
            Account = shown.Account,
            Verdict = isByApproval ? Interfaces.Contracts.VerdictKind.AllowWithObligations : (Interfaces.Contracts.VerdictKind)verdict.Kind,
            Next = isOthers ? Interfaces.Contracts.NextStep.Stop : NextOf(state, verdict),
            Code = isOthers ? Interfaces.NextSteps.PermitClaimed : shown.WasWithoutLeave ? Interfaces.NextSteps.WithoutLeave : null,
            IsHeld = shown.IsHeld,
            Enforced = verdict.Enforced,
            State = (Interfaces.Contracts.DecisionState)state,
            PollAfter = state == DomainState.Pending ? verdict.PollAfter : null,
            Handover = verdict.Handover is { } handover ? new HandoverView { To = WireWords<HandoverRoute>.Of(handover.To), By = handover.By } : null,
            Approval = (shown.Basis?.Approval ?? verdict.Approval) is { } need
                ? new ApprovalView { Role = WireWords<ApproverRole>.Of(need.Role), People = need.People, Given = shown.Open?.ApprovedBy.Count ?? 0 }
                : null,
            CustomerMessageHint = verdict.CustomerMessageHint,
            ExpiresAt = shown.Open?.ExpiresAt ?? verdict.ExpiresAt,
            Actions = [.. (shown.Basis ?? verdict).Actions.Select(action => ToView(action, playbook, isByApproval))],
            ApprovedActions = shown.Open?.Approved is { } approved ? [.. approved.Select(ToAsk)] : null,
            ActionsHash = Fingerprints.OfActions(shown.Open?.Approved ?? input.Request.Actions),
            Tighter = [.. shown.Tighter],
            Context = Context(input, verdict),
            Playbook = new PlaybookRefView { Version = playbook.Version, Hash = playbook.Hash },
            Scoring = ScoringRules.Current.Version,
            DecidedAt = input.Now,
            IsRepeat = shown.IsRepeat,
            Asked = [.. input.Request.Actions.Select(ToAsk)],
        };
    }

    public static ActionAsk ToAsk(ActionRequest action) => new()
    {
        Type = action.Type,
        Category = action.Category,
        Amount = action.Amount,
        Currency = action.Currency,
        Confidence = action.Confidence,
        Draft = action.Draft,
        Due = action.Due,
    };

    public static LatitudeView ToLatitude(ActionVerdict verdict) => new()
    {
        Effective = (Interfaces.Contracts.Latitude)verdict.Effective,
        Requires = (Interfaces.Contracts.Latitude)verdict.Requires,
        Layers = [.. verdict.Layers.Select(layer => new LatitudeLayerView
        {
            Layer = WireWords<LayerKind>.Of(layer.Layer),
            Rule = layer.Rule,
            AtMost = (Interfaces.Contracts.Latitude)layer.AtMost,
            IsShadow = layer.IsShadow,
        })],
    };

    private static ActionVerdictView ToView(ActionVerdict verdict, Playbook playbook, bool isByApproval) => new()
    {
        Type = verdict.Type,
        Verdict = isByApproval ? Interfaces.Contracts.VerdictKind.AllowWithObligations : (Interfaces.Contracts.VerdictKind)verdict.Kind,
        Latitude = ToLatitude(verdict),
        Reasons = [.. verdict.Reasons.Select(reason => new ReasonView
        {
            Code = reason.Code,
            Layer = WireWords<LayerKind>.Of(reason.Layer),
            Rule = reason.Rule,
            Text = reason.Text,
        })],
        WouldAllowIf = verdict.WouldAllowIf is { } ways ? new WouldAllowIfView { ByAgent = [.. ways.ByAgent], ByPeople = [.. ways.ByPeople] } : null,
        Obligations = [.. (isByApproval ? PermitTerms.Of(playbook, verdict) : verdict.Obligations).Select(owed => ToView(owed, playbook))],
        Budget = verdict.Budget is { } left ? new BudgetView { Remaining = left.Remaining, Currency = left.Currency, Window = WireWords<BudgetWindow>.Of(left.Window) } : null,
    };

    private static ObligationView ToView(Obligation obligation, Playbook playbook) => new()
    {
        Kind = WireWords<ObligationKind>.Of(obligation.Kind),
        Max = obligation.Max,
        Currency = obligation.Max is null ? null : playbook.Money.Base,
        Within = obligation.WithinSeconds,
        Template = obligation.Template,
        Role = obligation.Role == ApproverRole.Unspecified ? null : WireWords<ApproverRole>.Of(obligation.Role),
        Until = obligation.Until,
    };

    /// <summary>What the agent does now follows from where the decision stands, not from what was first answered.</summary>
    private static Interfaces.Contracts.NextStep NextOf(DomainState state, Verdict verdict) => !verdict.Enforced
        ? Interfaces.Contracts.NextStep.Proceed
        : state switch
        {
            DomainState.Permitted => Interfaces.Contracts.NextStep.Proceed,
            DomainState.Approved or DomainState.ApprovedEdited => Interfaces.Contracts.NextStep.Proceed,
            DomainState.Pending => Interfaces.Contracts.NextStep.Wait,
            // Also when it was acted against: what was handed over is still people's.
            _ when verdict.Kind > DomainKind.RequireApproval => (Interfaces.Contracts.NextStep)verdict.Next,
            _ => Interfaces.Contracts.NextStep.Stop,
        };

    private static DecisionContextView Context(VerdictInput input, Verdict verdict) => new()
    {
        Revision = input.Account.Revision,
        Fingerprint = verdict.Fingerprint,
        AsOf = input.Now,
        Positions = [.. input.Account.Positions.Select(position => new AccountPositionView { Stream = position.Stream, Offset = position.Offset })],
        Feeds = [.. input.Account.Feeds.Select(feed => new AccountFeedView
        {
            Family = WireWords<Family>.Of(feed.Family),
            State = (Interfaces.Contracts.FeedState)feed.State,
            AgeSeconds = feed.AgeSeconds,
        })],
        ValueTier = input.Account.Tier == ValueTier.Unspecified ? "unknown" : WireWords<ValueTier>.Of(input.Account.Tier),
        Band = HealthScore.NameOf(input.Account.Band),
    };
}
