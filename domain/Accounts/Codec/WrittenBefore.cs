using System.Runtime.InteropServices;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts.Codec;

/// <summary>
/// The texts and stamps that stand in a twin's packed form already, by their place in the order of first mention. One a thread, used again for
/// every twin: packing never waits in the middle, and texts are looked at where they were written.
/// </summary>
internal sealed class WrittenBefore
{
    /// <summary>A power of two, well above what a table holds.</summary>
    private const int Slots = 1024;

    [ThreadStatic]
    private static WrittenBefore? mine;

    private readonly short[] _textSlots = new short[Slots];
    private readonly short[] _stampSlots = new short[Slots];
    private readonly (uint Hash, int At, int Length)[] _texts = new (uint, int, int)[TwinWriter.TextsMax];
    private readonly Stamp[] _stamps = new Stamp[TwinWriter.StampsMax];
    private int _textCount;
    private int _stampCount;

    public static WrittenBefore Cleared()
    {
        var tables = mine ??= new WrittenBefore();
        Array.Clear(tables._textSlots);
        Array.Clear(tables._stampSlots);
        tables._textCount = tables._stampCount = 0;
        return tables;
    }

    /// <summary>The text's place, or -1.</summary>
    public int Find(ReadOnlySpan<byte> written, ReadOnlySpan<byte> text, out uint hash)
    {
        hash = HashOf(text);
        for (var slot = hash % Slots; _textSlots[slot] is var place and > 0; slot = (slot + 1) % Slots)
        {
            ref readonly var known = ref _texts[place - 1];
            if (known.Hash == hash && written.Slice(known.At, known.Length).SequenceEqual(text))
                return place - 1;
        }

        return -1;
    }

    /// <summary>Takes a text that was not found, unless there is no room.</summary>
    public void Add(uint hash, int at, int length)
    {
        if (_textCount == TwinWriter.TextsMax)
            return;
        _texts[_textCount++] = (hash, at, length);
        var slot = hash % Slots;
        while (_textSlots[slot] > 0)
            slot = (slot + 1) % Slots;
        _textSlots[slot] = (short)_textCount;
    }

    /// <summary>The stamp's place; -1, and it is taken if there is room, where it is new.</summary>
    public int FindOrAdd(Stamp stamp)
    {
        var slot = (uint)(stamp.Tie ^ (ulong)stamp.Ticks >> 10) % Slots;
        for (; _stampSlots[slot] is var place and > 0; slot = (slot + 1) % Slots)
        {
            if (_stamps[place - 1] == stamp)
                return place - 1;
        }

        if (_stampCount < TwinWriter.StampsMax)
        {
            _stamps[_stampCount++] = stamp;
            _stampSlots[slot] = (short)_stampCount;
        }

        return -1;
    }

    private static uint HashOf(ReadOnlySpan<byte> text)
    {
        var hash = (uint)text.Length * 0x9E3779B1u;
        while (text.Length >= sizeof(uint))
        {
            hash = uint.RotateLeft((hash ^ MemoryMarshal.Read<uint>(text)) * 0x85EBCA77u, 13);
            text = text[sizeof(uint)..];
        }

        foreach (var part in text)
            hash = uint.RotateLeft((hash ^ part) * 0xC2B2AE3Du, 11);
        return hash ^ hash >> 15;
    }
}
