using System.Buffers.Binary;
using AccountTwins.Silo.Storage;

namespace AccountTwins.Silo.Ingestion;

/// <summary>The positions of this silo's pumps as rows of the twins' database.</summary>
internal sealed class StreamPositions(IStreamStore streams) : IStreamPositions
{
    public static StreamStart StartOf(StreamRow row) => new(
        row.Number,
        row.Committed,
        row is { Committed: >= 0, CheckHash.Length: sizeof(ulong) } ? new MarkedOffset(row.Committed, BinaryPrimitives.ReadUInt64BigEndian(row.CheckHash)) : null);

    public async Task<StreamStart> ReadAsync(int stream) => StartOf(await streams.ReadAsync(stream, CancellationToken.None));

    public Task<bool> CommitAsync(int stream, long known, MarkedOffset mark)
    {
        var hash = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(hash, mark.Hash);
        return streams.TryCommitAsync(new StreamCommit(stream, mark.Offset, hash), known, CancellationToken.None);
    }
}
