using System.Text.Json;
using System.Text.Json.Serialization;
using AccountTwins.Client.Accounts;
using AccountTwins.Client.Decisions;
using AccountTwins.Client.Reviews;
using AccountTwins.Client.Signals;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Client.Http;

/// <summary>Everything that crosses the wire, without reflection at run time; the same form that the service writes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(WireWord<AiContact>), typeof(WireWord<HealthBand>), typeof(WireWord<FeedState>), typeof(WireWord<ClockKind>), typeof(WireWord<BillingProblem>),
        typeof(WireWord<VerdictKind>), typeof(WireWord<NextStep>), typeof(WireWord<Latitude>), typeof(WireWord<DecisionState>), typeof(WireWord<SignalStatus>),
    ])]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(TimelineView))]
[JsonSerializable(typeof(ResolveAnswer))]
[JsonSerializable(typeof(PortfolioAnswer))]
[JsonSerializable(typeof(DecisionBody))]
[JsonSerializable(typeof(DecisionView))]
[JsonSerializable(typeof(OutcomeBody))]
[JsonSerializable(typeof(Agents.Outcomes.QueuedOutcome))]
[JsonSerializable(typeof(Agents.Tools.OwnVerdict))]
[JsonSerializable(typeof(AccountLatitudeView))]
[JsonSerializable(typeof(OverrideBody))]
[JsonSerializable(typeof(OverrideView))]
[JsonSerializable(typeof(ReplayAnswer))]
[JsonSerializable(typeof(ReviewBody))]
[JsonSerializable(typeof(ReviewsAnswer))]
[JsonSerializable(typeof(ReviewView))]
[JsonSerializable(typeof(ReviewCase))]
[JsonSerializable(typeof(Signal[]))]
[JsonSerializable(typeof(System.Text.Json.JsonElement[]))]
[JsonSerializable(typeof(SignalsAnswer))]
[JsonSerializable(typeof(ReadinessAnswer))]
[JsonSerializable(typeof(PositionsAnswer))]
[JsonSerializable(typeof(DrainAnswer))]
[JsonSerializable(typeof(DeadLettersAnswer))]
[JsonSerializable(typeof(ReplayLettersBody))]
[JsonSerializable(typeof(ReplayLettersAnswer))]
[JsonSerializable(typeof(AccountParkedView))]
[JsonSerializable(typeof(KeyBody))]
[JsonSerializable(typeof(RotateKeyBody))]
[JsonSerializable(typeof(TenantBody))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(KeysAnswer))]
[JsonSerializable(typeof(AuditLine))]
[JsonSerializable(typeof(AuditEntriesAnswer))]
[JsonSerializable(typeof(AuditRootAnswer))]
[JsonSerializable(typeof(PlaybookAnswer))]
[JsonSerializable(typeof(PlaybookCheckAnswer))]
[JsonSerializable(typeof(PlaybookDiffAnswer))]
[JsonSerializable(typeof(SimulationLine))]
[JsonSerializable(typeof(SwitchesAnswer))]
[JsonSerializable(typeof(SwitchBody))]
[JsonSerializable(typeof(NamedBody))]
[JsonSerializable(typeof(ScenariosAnswer))]
[JsonSerializable(typeof(ValueModelsAnswer))]
[JsonSerializable(typeof(IncidentsAnswer))]
[JsonSerializable(typeof(IncidentBody))]
[JsonSerializable(typeof(ScenarioBody))]
[JsonSerializable(typeof(LatitudeChangesAnswer))]
[JsonSerializable(typeof(LessonsAnswer))]
[JsonSerializable(typeof(ReviewExportLine))]
[JsonSerializable(typeof(LessonView))]
[JsonSerializable(typeof(LessonBody))]
[JsonSerializable(typeof(ChangeMessage))]
[JsonSerializable(typeof(ChangeCut))]
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(RotateWebhookBody))]
[JsonSerializable(typeof(WebhookView))]
[JsonSerializable(typeof(WebhooksAnswer))]
[JsonSerializable(typeof(WebhookTrial))]
public sealed partial class ClientJson : JsonSerializerContext;
