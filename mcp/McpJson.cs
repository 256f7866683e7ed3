using System.Text.Json;
using System.Text.Json.Serialization;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Mcp.Answers;

namespace AccountTwins.Mcp;

/// <summary>The wire records that tools take and give, in the form of HTTP.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(WireWord<AiContact>), typeof(WireWord<HealthBand>), typeof(WireWord<FeedState>), typeof(WireWord<ClockKind>), typeof(WireWord<BillingProblem>),
        typeof(WireWord<VerdictKind>), typeof(WireWord<NextStep>), typeof(WireWord<Latitude>), typeof(WireWord<DecisionState>),
    ])]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(DecisionView))]
[JsonSerializable(typeof(ResolveAnswer))]
[JsonSerializable(typeof(PortfolioAnswer))]
[JsonSerializable(typeof(ScoreAnswer))]
[JsonSerializable(typeof(ToolProblem))]
[JsonSerializable(typeof(ActionBody[]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(decimal[]))]
public sealed partial class McpJson : JsonSerializerContext;
