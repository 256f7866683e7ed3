using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AccountTwins.Domain.Decisions;

/// <summary>Collects bytes, and text as UTF-8, in a lent buffer and gives their SHA-256. Every verdict makes some of them, so they leave nothing behind.</summary>
internal sealed class HashedText : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(1024);
    private int _length;

    public HashedText Add(string? text)
    {
        if (text is null)
            return this;
        Room(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
        return this;
    }

    /// <summary>One of ASCII.</summary>
    public HashedText Add(char character)
    {
        Room(1);
        _bytes[_length++] = (byte)character;
        return this;
    }

    public HashedText Add(int number)
    {
        Room(11);
        number.TryFormat(_bytes.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
        return this;
    }

    /// <summary>With its length in front, so that no two lists of parts read the same; null is told from the empty text.</summary>
    public HashedText AddPart(string? text)
    {
        Room(sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length), text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        _length += sizeof(int);
        return Add(text);
    }

    /// <summary>Behind their length; the same as text of these bytes.</summary>
    public HashedText AddPart(ReadOnlySpan<byte> bytes)
    {
        Room(sizeof(int) + bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length), bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length + sizeof(int)));
        _length += sizeof(int) + bytes.Length;
        return this;
    }

    /// <summary>Eight bytes, little end first.</summary>
    public HashedText AddNumber(ulong number)
    {
        Room(sizeof(ulong));
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(_length), number);
        _length += sizeof(ulong);
        return this;
    }

    public byte[] ToHash() => SHA256.HashData(_bytes.AsSpan(0, _length));

    /// <summary>The first bytes of the hash in lower case.</summary>
    public string ToHex(int bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_bytes.AsSpan(0, _length), hash);
        return Convert.ToHexStringLower(hash[..bytes]);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Room(int bytes)
    {
        if (_bytes.Length - _length >= bytes)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + bytes));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
