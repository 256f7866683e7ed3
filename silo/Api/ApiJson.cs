using System.Text.Json.Serialization;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Api.Accounts;
using AccountTwins.Silo.Api.Decisions;
using AccountTwins.Silo.Api.Health;
using AccountTwins.Silo.Api.Portfolio;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Api.Reviews;
using AccountTwins.Silo.Api.Signals;

namespace AccountTwins.Silo.Api;

/// <summary>Everything that the API writes: camelCase, null left out, enums as snake_case words. No reflection at run time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(WireWord<AiContact>), typeof(WireWord<HealthBand>), typeof(WireWord<FeedState>),
        typeof(WireWord<VerdictKind>), typeof(WireWord<NextStep>), typeof(WireWord<Latitude>), typeof(WireWord<DecisionState>),
        typeof(WireWord<ClockKind>), typeof(WireWord<BillingProblem>), typeof(WireWord<SignalStatus>),
    ])]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(TimelineView))]
[JsonSerializable(typeof(DecisionView))]
[JsonSerializable(typeof(AccountLatitudeView))]
[JsonSerializable(typeof(OverrideView))]
[JsonSerializable(typeof(DecisionBody))]
[JsonSerializable(typeof(OutcomeBody))]
[JsonSerializable(typeof(OverrideBody))]
[JsonSerializable(typeof(ReviewBody))]
[JsonSerializable(typeof(ReviewsAnswer))]
[JsonSerializable(typeof(ReviewView))]
[JsonSerializable(typeof(ReviewCase))]
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
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(RotateWebhookBody))]
[JsonSerializable(typeof(WebhookView))]
[JsonSerializable(typeof(WebhookTrial))]
[JsonSerializable(typeof(WebhooksAnswer))]
[JsonSerializable(typeof(AuditLine))]
[JsonSerializable(typeof(AuditEntriesAnswer))]
[JsonSerializable(typeof(AuditRootAnswer))]
[JsonSerializable(typeof(ReplayAnswer))]
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
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(SignalsAnswer))]
[JsonSerializable(typeof(ResolveAnswer))]
[JsonSerializable(typeof(PortfolioAnswer))]
[JsonSerializable(typeof(ReadinessAnswer))]
[JsonSerializable(typeof(LiveAnswer))]
public sealed partial class ApiJson : JsonSerializerContext;
