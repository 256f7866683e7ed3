using System.Buffers;
using System.Buffers.Binary;

namespace AccountTwins.Domain.Telemetry;

/// <summary>
/// An account's windows while amounts are added, in a borrowed array that <see cref="Seal"/> gives back. Never shared: what looks at it must
/// not outlast the next addition.
/// </summary>
internal sealed class WindowsBuffer
{
    /// <summary>Room for a few days and measures more than there were.</summary>
    private const int Slack = 4 * WindowLayout.Buckets;

    private byte[] _bytes;
    private int _length;

    public WindowsBuffer(ReadOnlySpan<byte> windows)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(windows.Length + Slack);
        _length = windows.Length;
        windows.CopyTo(_bytes);
    }

    public MeasureWindows View() => new(_bytes, _length);

    public MeasureWindows Seal()
    {
        var windows = _bytes.AsSpan(0, _length).ToArray();
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        return new MeasureWindows(windows, windows.Length);
    }

    public void Add(Measure measure, int day, uint amount)
    {
        var at = Find(_bytes.AsSpan(0, _length), measure);
        if (at < 0)
            Insert(at = ~at, measure, day);
        var newest = Day(at, WindowLayout.NewestDay);
        if (day > newest)
        {
            MoveTo(at, newest, day);
            newest = day;
        }

        if (day < Day(at, WindowLayout.FirstDay))
            BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at + WindowLayout.FirstDay), day);
        if (Measures.MergeOf(measure) == Merge.Max)
        {
            Set(at + WindowLayout.Total, Math.Max(Number(at + WindowLayout.Total), amount));
            if (day > newest - MeasureWindow.Days)
                SetBucket(at, newest - day, Math.Max(WindowLayout.Bucket(_bytes.AsSpan(at), newest - day), amount));
            return;
        }

        Set(at + WindowLayout.Total, Saturating.Add(Number(at + WindowLayout.Total), amount));
        Add(at + WindowLayout.Fast, Decay.Fast, newest, day, amount);
        Add(at + WindowLayout.Slow, Decay.Slow, newest, day, amount);
        if (day > newest - MeasureWindow.Days)
            SetBucket(at, newest - day, Saturating.Add(WindowLayout.Bucket(_bytes.AsSpan(at), newest - day), amount));
    }

    /// <summary>A window as it was stored, behind all others.</summary>
    public void Append(MeasureWindow.State state, ReadOnlySpan<uint> newestFirst)
    {
        var at = _length;
        Insert(at, state.Measure, state.NewestDay);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at + WindowLayout.FirstDay), state.FirstDay);
        Set(at + WindowLayout.Total, state.Total);
        Set(at + WindowLayout.Fast, state.FastNewest);
        Set(at + WindowLayout.Fast + sizeof(ulong), state.FastBefore);
        Set(at + WindowLayout.Slow, state.SlowNewest);
        Set(at + WindowLayout.Slow + sizeof(ulong), state.SlowBefore);
        for (var age = 0; age < MeasureWindow.Days && state.NewestDay - age >= 0; age++)
            SetBucket(at, age, newestFirst[age]);
    }

    /// <summary>Where the measure's window begins; else the complement of where it would.</summary>
    public static int Find(ReadOnlySpan<byte> windows, Measure measure)
    {
        var at = 0;
        while (at < windows.Length)
        {
            var head = BinaryPrimitives.ReadUInt64LittleEndian(windows[at..]);
            if (WindowLayout.MeasureOf(head) >= measure)
                return WindowLayout.MeasureOf(head) == measure ? at : ~at;
            at += WindowLayout.LengthOf(head);
        }

        return ~at;
    }

    private void Insert(int at, Measure measure, int day)
    {
        MakeRoom(at, WindowLayout.Buckets);
        _bytes.AsSpan(at, WindowLayout.Buckets).Clear();
        Set(at, WindowLayout.HeadOf(measure, 1, 0));
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at + WindowLayout.NewestDay), day);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at + WindowLayout.FirstDay), day);
    }

    /// <summary>All buckets are so many days older; those too old leave from the end.</summary>
    private void MoveTo(int at, int newest, int day)
    {
        var head = Number(at);
        var passed = day - newest;
        var (width, present) = (WindowLayout.WidthOf(head), WindowLayout.PresentIn(head));
        var moved = WindowLayout.HeadOf(WindowLayout.MeasureOf(head), width, passed < MeasureWindow.Days ? present << passed : 0);
        Remove(at + WindowLayout.LengthOf(moved), WindowLayout.LengthOf(head) - WindowLayout.LengthOf(moved));
        Set(at, moved);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at + WindowLayout.NewestDay), day);
        Move(at + WindowLayout.Fast, Decay.Fast, newest, day);
        Move(at + WindowLayout.Slow, Decay.Slow, newest, day);
    }

    private void SetBucket(int at, int age, uint amount)
    {
        var head = Number(at);
        if (amount == 0)
            return;
        if (WindowLayout.WidthFor(amount) > WindowLayout.WidthOf(head))
            head = Widen(at, head, WindowLayout.WidthFor(amount));
        var width = WindowLayout.WidthOf(head);
        var place = at + WindowLayout.Buckets + WindowLayout.Place(head, age) * width;
        if ((head >> age & 1) == 0)
        {
            MakeRoom(place, width);
            Set(at, head | 1UL << age);
        }

        WindowLayout.Write(_bytes.AsSpan(place), width, amount);
    }

    private ulong Widen(int at, ulong head, int width)
    {
        var narrow = WindowLayout.WidthOf(head);
        var buckets = at + WindowLayout.Buckets;
        var count = (WindowLayout.LengthOf(head) - WindowLayout.Buckets) / narrow;
        MakeRoom(buckets + count * narrow, count * (width - narrow));
        for (var index = count - 1; index >= 0; index--)
            WindowLayout.Write(_bytes.AsSpan(buckets + index * width), width, WindowLayout.Read(_bytes.AsSpan(buckets + index * narrow), narrow));
        head = WindowLayout.HeadOf(WindowLayout.MeasureOf(head), width, WindowLayout.PresentIn(head));
        Set(at, head);
        return head;
    }

    private void Move(int sum, Decay decay, int newest, int day)
    {
        var decayed = Sum(sum);
        decayed.MoveTo(decay, newest, day);
        SetSum(sum, decayed);
    }

    private void Add(int sum, Decay decay, int newest, int day, uint amount)
    {
        var decayed = Sum(sum);
        decayed.Add(decay, newest, day, amount);
        SetSum(sum, decayed);
    }

    private DecayedSum Sum(int at) => new() { Newest = Number(at), Before = Number(at + sizeof(ulong)) };

    private void SetSum(int at, DecayedSum sum)
    {
        Set(at, sum.Newest);
        Set(at + sizeof(ulong), sum.Before);
    }

    private int Day(int at, int offset) => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at + offset));

    private ulong Number(int at) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(at));

    private void Set(int at, ulong number) => BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(at), number);

    private void Remove(int at, int count)
    {
        _bytes.AsSpan((at + count)..(_length)).CopyTo(_bytes.AsSpan(at));
        _length -= count;
    }

    private void MakeRoom(int at, int count)
    {
        if (_length + count > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_length + count + Slack);
            _bytes.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        _bytes.AsSpan(at.._length).CopyTo(_bytes.AsSpan(at + count));
        _length += count;
    }
}
