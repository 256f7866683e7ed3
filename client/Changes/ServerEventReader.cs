using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace AccountTwins.Client.Changes;

/// <summary>One block of a stream of server-sent events: <c>id: 17\nevent: flag_opened\ndata: {…}\n\n</c>. Data is empty where only the cursor moves.</summary>
internal sealed record ServerEvent(string? Id, string? Name, byte[] Data);

/// <summary>Reads server-sent events one after the other, as the HTML standard has them. Bounded: no block may be larger than a megabyte.</summary>
internal sealed class ServerEventReader(Stream body, TimeProvider clock, TimeSpan silentMax)
{
    private const int BlockBytesMax = 1024 * 1024;

    private readonly PipeReader _pipe = PipeReader.Create(body);
    private readonly ArrayBufferWriter<byte> _data = new();
    private string? _id;
    private string? _name;

    /// <summary>How long the service asks to wait before coming back.</summary>
    public TimeSpan? Retry { get; private set; }

    /// <summary>
    /// Null at the end of the stream. Throws <see cref="IOException"/> when it breaks, <see cref="TimeoutException"/> when it falls silent and
    /// <see cref="InvalidDataException"/> when it is no such stream.
    /// </summary>
    public async ValueTask<ServerEvent?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await ReadAsync(cancellationToken).ConfigureAwait(false);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var found = Take(rest.Slice(0, end));
                rest = rest.Slice(rest.GetPosition(1, end));
                if (found is null)
                    continue;
                _pipe.AdvanceTo(rest.Start);
                return found;
            }

            if (rest.Length + _data.WrittenCount > BlockBytesMax)
                throw new InvalidDataException("An event of the stream is larger than a megabyte.");
            _pipe.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
                return null;
        }
    }

    private async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        if (_pipe.TryRead(out var there))
            return there;
        using var silent = new CancellationTokenSource(silentMax, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silent.Token, cancellationToken);
        try
        {
            return await _pipe.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (silent.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Nothing came for {silentMax.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s.");
        }
    }

    /// <summary>The event that an empty line ends; null while there is more of it, or nothing.</summary>
    private ServerEvent? Take(ReadOnlySequence<byte> bytes)
    {
        var line = bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray();
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        if (line.Length == 0)
            return End();
        var colon = line.IndexOf((byte)':');
        var field = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? default : line[(colon + 1)..];
        if (value is [(byte)' ', ..])
            value = value[1..];
        if (field.SequenceEqual("data"u8))
            Add(value);
        else if (field.SequenceEqual("id"u8))
            _id = Encoding.UTF8.GetString(value);
        else if (field.SequenceEqual("event"u8))
            _name = Encoding.UTF8.GetString(value);
        else if (field.SequenceEqual("retry"u8) && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
            Retry = TimeSpan.FromMilliseconds(milliseconds);
        return null;
    }

    private void Add(ReadOnlySpan<byte> value)
    {
        if (_data.WrittenCount + value.Length > BlockBytesMax)
            throw new InvalidDataException("An event of the stream is larger than a megabyte.");
        if (_data.WrittenCount > 0)
            _data.Write("\n"u8);
        _data.Write(value);
    }

    private ServerEvent? End()
    {
        var found = _id is null && _data.WrittenCount == 0 ? null : new ServerEvent(_id, _name, _data.WrittenSpan.ToArray());
        _data.ResetWrittenCount();
        (_id, _name) = (null, null);
        return found;
    }
}
