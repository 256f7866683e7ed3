namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>A part by name, whether it is ready, and what it is or lacks in a few words of ours (it is shown to whoever may ask).</summary>
public sealed record PartState(string Name, bool Ready, string Detail);

/// <summary>ready or not_ready, and why.</summary>
public sealed record ReadinessAnswer(string Status, PartState[] Parts);
