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
    Converters =
    [
        typeof(WireWord<AiContact>), typeof(WireWord<HealthBand>), typeof(WireWord<FeedState>), typeof(WireWord<ClockKind>), typeof(WireWord<BillingProblem>),
        typeof(WireWord<VerdictKind>), typeof(WireWord<NextStep>), typeof(WireWord<Latitude>), typeof(WireWord<DecisionState>),
    ])]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(TimelineView))]
[JsonSerializable(typeof(ResolveAnswer))]
[JsonSerializable(typeof(PortfolioPage))]
[JsonSerializable(typeof(DecisionRequest))]
[JsonSerializable(typeof(DecisionView))]
[JsonSerializable(typeof(OutcomeRequest))]
[JsonSerializable(typeof(AccountLatitudeView))]
[JsonSerializable(typeof(OverrideRequest))]
[JsonSerializable(typeof(OverrideView))]
[JsonSerializable(typeof(ReplayAnswer))]
[JsonSerializable(typeof(ReviewRequest))]
[JsonSerializable(typeof(ReviewPage))]
[JsonSerializable(typeof(ReviewItem))]
[JsonSerializable(typeof(ReviewCase))]
[JsonSerializable(typeof(Signal[]))]
[JsonSerializable(typeof(SignalsAnswer))]
[JsonSerializable(typeof(KeyBody))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(KeysAnswer))]
[JsonSerializable(typeof(AuditLine))]
[JsonSerializable(typeof(PlaybookAnswer))]
[JsonSerializable(typeof(PlaybookCheckAnswer))]
[JsonSerializable(typeof(PlaybookDiffAnswer))]
[JsonSerializable(typeof(SimulationLine))]
[JsonSerializable(typeof(SwitchesAnswer))]
[JsonSerializable(typeof(SwitchBody))]
[JsonSerializable(typeof(NamedBody))]
[JsonSerializable(typeof(ScenariosAnswer))]
[JsonSerializable(typeof(ScenarioBody))]
public sealed partial class ClientJson : JsonSerializerContext;

/// <summary>An enum on the wire: its name in snake_case; a number is not accepted.</summary>
public sealed class WireWord<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
