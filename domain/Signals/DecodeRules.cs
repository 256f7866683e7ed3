namespace AccountTwins.Domain.Signals;

/// <summary>What the decoder holds events to. A value: make a new one for another <see cref="Now"/>.</summary>
public readonly record struct DecodeRules()
{
    /// <summary>The tenant of an event that names none, unless one is given.</summary>
    public const string Default = "default";

    /// <summary>Present time; a signal may lie at most <see cref="SkewMax"/> after it.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>How far clocks of producers may run ahead. Default 5 minutes.</summary>
    public TimeSpan SkewMax { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The tenant of an event that names none.</summary>
    public string DefaultTenant { get; init; } = Default;

    /// <summary>The only tenant that may speak here, or null: then an event speaks for the tenant it names.</summary>
    public string? PinnedTenant { get; init; }

    /// <summary>Most bytes of an event. Default 1 MiB.</summary>
    public int BodyBytesMax { get; init; } = 1 << 20;
}
