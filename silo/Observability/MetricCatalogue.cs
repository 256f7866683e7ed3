namespace AccountTwins.Silo.Observability;

/// <summary>
/// Every instrument of the way in, from Kafka or HTTP to the twin: one row a name, so that dashboards, alerts and tests read the same list.
/// Durations are seconds, units are UCUM, and no tag ever holds an account, a tenant or any text from outside.
/// </summary>
public static class MetricCatalogue
{
    /// <summary>The meter; twins and store have meters of their own, and exporters take <c>AccountTwins*</c>.</summary>
    public const string Meter = "AccountTwins";

    public static readonly MetricDescription Signals = new(
        "accounttwins.signals", "{signal}", "Signals answered by a twin or refused, by family and outcome.", ["family", "outcome"]);

    public static readonly MetricDescription DeadLetters = new(
        "accounttwins.dead_letters", "{signal}", "Signals set aside, acknowledged by the dead-letter topic, by stage and reason code.", ["stage", "reason"]);

    public static readonly MetricDescription Replayed = new(
        "accounttwins.replayed", "{signal}", "Signals sent to a twin again, by why.", ["reason"]);

    public static readonly MetricDescription LagSignals = new(
        "accounttwins.lag", "{signal}", "Signals between the pump's position and the end of its partition.", ["topic", "partition"]);

    public static readonly MetricDescription LagTime = new(
        "accounttwins.lag.time", "s", "Age of the oldest signal of the partition that no twin has answered yet.", ["topic", "partition"]);

    public static readonly MetricDescription ApplyDuration = new(
        "accounttwins.apply.duration", "s", "One grain call that applies one account's part of a batch.", []);

    public static readonly MetricDescription CheckpointDuration = new(
        "accounttwins.checkpoint.duration", "s", "One checkpoint of a partition, from its mark to its commit, by outcome.", ["outcome"]);

    /// <summary>All of them; a test compares this with what the meter publishes.</summary>
    public static readonly IReadOnlyList<MetricDescription> All =
        [Signals, DeadLetters, Replayed, LagSignals, LagTime, ApplyDuration, CheckpointDuration];
}

/// <summary>One instrument: its OpenTelemetry name, UCUM unit, what one sentence says of it, and its tags.</summary>
public sealed record MetricDescription(string Name, string Unit, string Text, IReadOnlyList<string> Tags);
