using System.Collections.Concurrent;
using AccountTwins.Silo.Storage;

namespace AccountTwins.Tests.Support;

/// <summary>Renewal histories in memory.</summary>
internal sealed class MemoryRenewals : IRenewalStore
{
    private readonly ConcurrentDictionary<(string Tenant, string Hash), byte[]> texts = new();

    public int Reads;

    public Task SaveAsync(string tenant, string hash, byte[] text, DateTimeOffset at, CancellationToken cancellationToken)
    {
        texts[(tenant, hash)] = text;
        return Task.CompletedTask;
    }

    public Task<byte[]?> ReadAsync(string tenant, string hash, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref Reads);
        return Task.FromResult(texts.GetValueOrDefault((tenant, hash)));
    }
}
