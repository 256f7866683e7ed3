namespace AccountTwins.Domain.Telemetry;

/// <summary>The windows of one account, made when a measure is first seen, in the order of their numbers. Immutable.</summary>
public sealed class MeasureWindows : IEquatable<MeasureWindows>
{
    public static readonly MeasureWindows Empty = new([]);

    private readonly MeasureWindow[] _windows;

    internal MeasureWindows(MeasureWindow[] windows) => _windows = windows;

    public IReadOnlyList<MeasureWindow> All => _windows;

    public MeasureWindow? this[Measure measure] => Find(_windows, measure);

    /// <summary>The sum of a measure over the last days; 0 where it was never seen.</summary>
    public ulong SumOver(Measure measure, int days, DateTimeOffset now) => this[measure]?.SumOver(days, now) ?? 0;

    /// <summary>The decayed average per day; 0 where the measure was never seen.</summary>
    public double PerDay(Measure measure, Decay decay, DateTimeOffset now) => this[measure]?.PerDay(decay, now) ?? 0;

    internal ReadOnlySpan<MeasureWindow> Span => _windows;

    internal MeasureWindow[] CopyArray() => (MeasureWindow[])_windows.Clone();

    internal static MeasureWindow? Find(ReadOnlySpan<MeasureWindow> windows, Measure measure)
    {
        foreach (var window in windows)
        {
            if (window.Measure == measure)
                return window;
        }

        return null;
    }

    public bool Equals(MeasureWindows? other) => other is not null && Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => Equals(obj as MeasureWindows);

    public override int GetHashCode() => _windows.Length;
}

/// <summary>A working copy: a window is copied when it is first added to, so that the twin keeps its own.</summary>
internal struct MeasureWindowsDraft(MeasureWindows before)
{
    private MeasureWindow[]? _windows;
    private ulong _owned;

    public void Add(Measure measure, int day, uint amount)
    {
        var windows = _windows ??= before.CopyArray();
        var bit = 1UL << (int)measure;
        for (var index = 0; index < windows.Length; index++)
        {
            if (windows[index].Measure != measure)
                continue;
            if ((_owned & bit) == 0)
            {
                windows[index] = windows[index].Copy();
                _owned |= bit;
            }

            windows[index].Add(day, amount);
            return;
        }

        Insert(measure).Add(day, amount);
        _owned |= bit;
    }

    /// <summary>What a window holds now, batch included.</summary>
    public readonly MeasureWindow? this[Measure measure] => _windows is null ? before[measure] : MeasureWindows.Find(_windows, measure);

    /// <summary>The windows as they are now, to look at only: what is added afterwards shows in them.</summary>
    public readonly MeasureWindows View() => _windows is null ? before : new MeasureWindows(_windows);

    /// <summary>The windows as they are now. What is added afterwards goes to copies again.</summary>
    public MeasureWindows Seal()
    {
        if (_windows is null)
            return before;
        before = new MeasureWindows(_windows);
        _windows = null;
        _owned = 0;
        return before;
    }

    private MeasureWindow Insert(Measure measure)
    {
        var added = new MeasureWindow(measure);
        MeasureWindow[] windows = [.. _windows!, added];
        Array.Sort(windows, static (left, right) => left.Measure.CompareTo(right.Measure));
        _windows = windows;
        return added;
    }
}
