using AccountTwins.Domain.Packing;

namespace AccountTwins.Silo.Ingestion;

/// <summary>
/// Messages as kept until they are committed: seconds, hundreds of thousands of them. One behind the other in large arrays, because as objects of
/// their own (message, key, value, signal) every collection would find them alive and move them. An array goes with the last signal that is kept in it.
/// </summary>
internal sealed class KeptMessages
{
    /// <summary>Below what the runtime keeps apart as large.</summary>
    private const int ArrayBytes = 64 * 1024;

    private byte[] _array = [];
    private int _used;

    public KeptMessage Keep(LogMessage message, ReadOnlySpan<byte> body)
    {
        var writer = new PackedWriter(1024);
        try
        {
            writer.Unsigned((uint)message.Epoch);
            Write(ref writer, message.Key);
            Write(ref writer, message.Value);
            writer.Unsigned((ulong)message.Headers.Count);
            foreach (var (name, value) in message.Headers)
            {
                writer.Text(name);
                Write(ref writer, value);
            }

            writer.Bytes(body);
            var at = Put(writer.Written);
            return new KeptMessage(_array, at, message.Offset);
        }
        finally
        {
            writer.Dispose();
        }
    }

    private int Put(ReadOnlySpan<byte> kept)
    {
        if (_array.Length - _used < kept.Length)
            (_array, _used) = (GC.AllocateUninitializedArray<byte>(Math.Max(ArrayBytes, kept.Length)), 0);
        var at = _used;
        kept.CopyTo(_array.AsSpan(at));
        _used += kept.Length;
        return at;
    }

    /// <summary>Length + 1 and the bytes; 0 for null.</summary>
    private static void Write(ref PackedWriter writer, byte[]? bytes)
    {
        if (bytes is null)
            writer.Byte(0);
        else
            writer.TextUtf8(bytes);
    }
}

/// <summary>Where one message stands, and the signal that was read from it.</summary>
internal readonly struct KeptMessage(byte[] array, int at, long offset)
{
    /// <summary>As it was read from the partition.</summary>
    public LogMessage Message => Read(out _);

    /// <summary>The packed signal.</summary>
    public byte[] Body
    {
        get
        {
            Read(out var body);
            return body;
        }
    }

    private LogMessage Read(out byte[] body)
    {
        var reader = new PackedReader(array.AsSpan(at));
        var epoch = (int)reader.Unsigned();
        var (key, value) = (Bytes(ref reader), Bytes(ref reader));
        var headers = new KeyValuePair<string, byte[]?>[reader.Count(int.MaxValue)];
        for (var index = 0; index < headers.Length; index++)
            headers[index] = new(reader.RequiredText(), Bytes(ref reader));
        body = reader.Bytes().ToArray();
        return new LogMessage { Offset = offset, Epoch = epoch, Key = key, Value = value, Headers = headers };
    }

    private static byte[]? Bytes(ref PackedReader reader)
    {
        var head = reader.Unsigned();
        return head == 0 ? null : reader.Raw((int)(head - 1)).ToArray();
    }
}
