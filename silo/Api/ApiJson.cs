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
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(SnakeCaseEnum<AiContact>), typeof(SnakeCaseEnum<HealthBand>), typeof(SnakeCaseEnum<FeedState>),
        typeof(SnakeCaseEnum<VerdictKind>), typeof(SnakeCaseEnum<NextStep>), typeof(SnakeCaseEnum<Latitude>), typeof(SnakeCaseEnum<DecisionState>),
        typeof(SnakeCaseEnum<ClockKind>), typeof(SnakeCaseEnum<BillingProblem>), typeof(SnakeCaseEnum<SignalStatus>),
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
[JsonSerializable(typeof(ReviewAnswer))]
[JsonSerializable(typeof(ReviewCase))]
[JsonSerializable(typeof(KeyBody))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(KeysAnswer))]
[JsonSerializable(typeof(AuditLine))]
[JsonSerializable(typeof(ReplayAnswer))]
[JsonSerializable(typeof(PlaybookAnswer))]
[JsonSerializable(typeof(PlaybookCheckAnswer))]
[JsonSerializable(typeof(PlaybookDiffAnswer))]
[JsonSerializable(typeof(SimulationLine))]
[JsonSerializable(typeof(SwitchesAnswer))]
[JsonSerializable(typeof(SwitchBody))]
[JsonSerializable(typeof(NamedBody))]
[JsonSerializable(typeof(ScenariosAnswer))]
[JsonSerializable(typeof(ScenarioBody))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(SignalsAnswer))]
[JsonSerializable(typeof(ResolveAnswer))]
[JsonSerializable(typeof(PortfolioAnswer))]
[JsonSerializable(typeof(ReadinessAnswer))]
[JsonSerializable(typeof(LiveAnswer))]
public sealed partial class ApiJson : JsonSerializerContext;
