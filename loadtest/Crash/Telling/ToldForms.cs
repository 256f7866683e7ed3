namespace AccountTwins.LoadTest.Crash.Telling;

/// <summary>A change as the database's log has it. No place yet: it was announced and not told.</summary>
public sealed record LoggedChange(long? Position, long? Number, string Tenant, string? Account, string Id, string Kind, byte[] Data);

/// <summary>A message of the topic of changes.</summary>
public sealed record TopicMessage(int Partition, long Offset, string Key, byte[] Value);

/// <summary>An event that a subscriber of the stream was given.</summary>
public sealed record StreamedChange(long Sequence, byte[] Body);
