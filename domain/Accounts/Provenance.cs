using System.Runtime.InteropServices;
using AccountTwins.Domain.Accounts.Registers;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts;

/// <summary>Where one family's facts come from and how old they are, for one account.</summary>
/// <param name="Count">Signals ever, saturating.</param>
/// <param name="FirstTicks">The time of the oldest signal, UTC ticks.</param>
/// <param name="Last">The stamp of the newest.</param>
/// <param name="Source">Who sent the newest.</param>
public readonly record struct FamilyRecord(Family Family, long Count, long FirstTicks, Stamp Last, string Source)
{
    public DateTimeOffset FirstSeen => new(FirstTicks, TimeSpan.Zero);

    public DateTimeOffset LastSeen => Last.Time;
}

/// <summary>How many signals of one type were applied, saturating.</summary>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
public readonly record struct TypeCount(int TypeNumber, long Count);

/// <summary>Provenance of every family seen, and the count of every signal type seen. Immutable; sorted by number.</summary>
public sealed class Provenance : IEquatable<Provenance>
{
    public static readonly Provenance Empty = new([], []);

    private readonly FamilyRecord[] _families;
    private readonly TypeCount[] _types;

    internal Provenance(FamilyRecord[] families, TypeCount[] types) => (_families, _types) = (families, types);

    public IReadOnlyList<FamilyRecord> Families => _families;

    public IReadOnlyList<TypeCount> Types => _types;

    public FamilyRecord? this[Family family]
    {
        get
        {
            foreach (var record in _families)
            {
                if (record.Family == family)
                    return record;
            }

            return null;
        }
    }

    /// <summary>Signals of a type ever applied.</summary>
    public long CountOf(int typeNumber)
    {
        foreach (var (number, count) in _types)
        {
            if (number == typeNumber)
                return count;
        }

        return 0;
    }

    /// <summary>The time of the newest signal of any family.</summary>
    public DateTimeOffset? LastSeen
    {
        get
        {
            var last = 0L;
            foreach (var record in _families)
                last = Math.Max(last, record.Last.Ticks);
            return _families.Length == 0 ? null : new DateTimeOffset(last, TimeSpan.Zero);
        }
    }

    public bool Equals(Provenance? other) =>
        other is not null && _families.AsSpan().SequenceEqual(other._families) && _types.AsSpan().SequenceEqual(other._types);

    public override bool Equals(object? obj) => Equals(obj as Provenance);

    public override int GetHashCode() => HashCode.Combine(_families.Length, _types.Length);

    /// <summary>A working copy; counts are raised in place.</summary>
    internal struct Draft(Provenance before)
    {
        private FamilyRecord[]? _families;
        private TypeCount[]? _types;

        public void Note(Family family, int typeNumber, Signal signal)
        {
            _families ??= [.. before._families];
            _types ??= [.. before._types];
            NoteFamily(family, signal);
            for (var index = 0; index < _types.Length; index++)
            {
                if (_types[index].TypeNumber != typeNumber)
                    continue;
                _types[index] = new TypeCount(typeNumber, Telemetry.Saturating.Add(_types[index].Count, 1));
                return;
            }

            _types = [.. _types, new TypeCount(typeNumber, 1)];
            Array.Sort(_types, static (left, right) => left.TypeNumber.CompareTo(right.TypeNumber));
        }

        /// <summary>To look at only: what is noted afterwards shows in it.</summary>
        public readonly Provenance View() => _families is null ? before : new Provenance(_families, _types!);

        public Provenance Seal()
        {
            if (_families is null)
                return before;
            before = new Provenance(_families, _types!);
            _families = null;
            _types = null;
            return before;
        }

        private void NoteFamily(Family family, Signal signal)
        {
            var stamp = signal.Stamp;
            for (var index = 0; index < _families!.Length; index++)
            {
                ref readonly var known = ref _families[index];
                if (known.Family != family)
                    continue;
                var newer = stamp > known.Last;
                _families[index] = new FamilyRecord(
                    family,
                    Telemetry.Saturating.Add(known.Count, 1),
                    Math.Min(known.FirstTicks, stamp.Ticks),
                    newer ? stamp : known.Last,
                    newer && !IsSource(signal, known.Source) ? SourceOf(signal) : known.Source);
                return;
            }

            _families = [.. _families, new FamilyRecord(family, 1, stamp.Ticks, stamp, SourceOf(signal))];
            Array.Sort(_families, static (left, right) => left.Family.CompareTo(right.Family));
        }

        private static string SourceOf(Signal signal) => SharedTexts.MakeSource(SignalBody.ReadHead(signal.Body).Source);

        /// <summary>Compared in packed form: a usage signal should not cost a text each time.</summary>
        private static bool IsSource(Signal signal, string source) =>
            System.Text.Ascii.Equals(SignalBody.ReadHead(signal.Body).Source, source);
    }
}
