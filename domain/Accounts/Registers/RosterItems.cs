using System.Buffers.Binary;
using System.Collections;

namespace AccountTwins.Domain.Accounts.Registers;

/// <summary>The things of a roster, one after the other, without an object for each.</summary>
public readonly struct RosterItems<T>(byte[]? bytes)
    where T : struct, IRosterItem<T>
{
    public Enumerator GetEnumerator() => new(bytes);

    /// <summary>Stands on one thing; after the last one, behind it.</summary>
    public struct Enumerator : IEnumerator<T>
    {
        private readonly byte[]? _bytes;

        internal Enumerator(byte[]? bytes)
        {
            _bytes = bytes;
            Start = End = bytes is null ? 0 : RosterForm.ItemsAt(bytes);
        }

        public readonly T Current => T.From(new FieldSet(_bytes!, Start + RosterForm.LengthLength, End - Start - RosterForm.LengthLength));

        /// <summary>Where the thing begins, its length included.</summary>
        internal int Start { get; private set; }

        /// <summary>Where the next one begins.</summary>
        internal int End { get; private set; }

        /// <summary>It was not moved to any thing.</summary>
        internal readonly bool IsBefore => Start == End;

        readonly object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            Start = End;
            if (_bytes is null || Start == _bytes.Length)
                return false;
            End = Start + RosterForm.LengthLength + BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(Start));
            return true;
        }

        readonly void IEnumerator.Reset() => throw new NotSupportedException();

        readonly void IDisposable.Dispose()
        {
        }
    }
}
