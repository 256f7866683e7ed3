using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Security.Limits;

/// <summary>
/// Counts the requests of keys, of tenants, and the attempts of those who have no good key. Each silo counts its own, so several together
/// let through at most as many times as much.
/// </summary>
public sealed class RequestLimits
{
    private const string Key = "key";
    private const string Tenant = "tenant";
    private const string Attempts = "attempts";
    private const string Looks = "looks";

    /// <summary>
    /// Signatures that are computed for an address without an attempt left, for each attempt that it has otherwise: anybody can write a token that
    /// asks for it, and one takes as long as a request that is refused.
    /// </summary>
    private const int LooksPerAttempt = 10;

    private readonly RateLimitOptions options;
    private readonly RateLimitMetrics metrics;
    private readonly TimeProvider clock;
    private readonly BucketTable keys;
    private readonly BucketTable tenants;
    private readonly BucketTable addresses;
    private readonly BucketTable looks;
    private readonly ConcurrentDictionary<int, BucketSize> keySizes = new();
    private readonly BucketSize? tenantSize;
    private readonly BucketSize? attemptSize;
    private readonly BucketSize? lookSize;

    public RequestLimits(IOptions<RateLimitOptions> options, RateLimitMetrics metrics, TimeProvider clock)
    {
        (this.options, this.metrics, this.clock) = (options.Value, metrics, clock);
        (keys, tenants, addresses, looks) = (new BucketTable(clock), new BucketTable(clock), new BucketTable(clock), new BucketTable(clock));
        tenantSize = Size(Tenant, this.options.Tenant);
        attemptSize = Size(Attempts, this.options.Attempts);
        lookSize = Size(Looks, LooksPerAttempt * this.options.Attempts);
        metrics.Watch((Key, keys), (Tenant, tenants), (Attempts, addresses));
    }

    /// <summary>Counts one request of a key; null where nothing limits it.</summary>
    internal LimitAnswer? Take(Credential credential)
    {
        var perSecond = options.Of(credential.Scopes);
        Charge? key = perSecond == 0 ? null : keys.Take(credential.KeyId, keySizes.GetOrAdd(perSecond, each => Size(Key, each)!));
        if (key is { IsTaken: false } empty)
            return Refuse(empty, credential.Scopes, empty);
        if (tenantSize is null)
            return key is { } alone ? new LimitAnswer(null, [alone]) : null;
        var tenant = tenants.Take(credential.Tenant, tenantSize);
        if (tenant.IsTaken)
            return new LimitAnswer(null, key is { } both ? [both, tenant] : [tenant]);
        // What the tenant is refused costs the key nothing.
        return Refuse(tenant, credential.Scopes, key is { } taken ? [taken.GiveBack(), tenant] : [tenant]);
    }

    /// <summary>Whether any key from this address is looked at now.</summary>
    internal bool HasAttempts(IPAddress? address) => attemptSize is null || addresses.Look(Text(address), attemptSize) is not { IsTaken: false };

    /// <summary>Takes one of the looks at signatures that an address has beyond its attempts; false where none is left.</summary>
    internal bool TakeLook(IPAddress? address) => lookSize is null || looks.Take(Text(address), lookSize).IsTaken;

    /// <summary>Why an attempt from this address is not answered now; null where it is.</summary>
    internal LimitAnswer? RefusalOfAttempts(IPAddress? address) =>
        attemptSize is not null && addresses.Look(Text(address), attemptSize) is { IsTaken: false } empty ? Refuse(empty, KeyScopes.None, empty) : null;

    /// <summary>Counts one attempt without a good key; who has one costs its address nothing.</summary>
    internal void Failed(IPAddress? address)
    {
        if (attemptSize is not null)
            addresses.Owe(Text(address), attemptSize);
    }

    private LimitAnswer Refuse(Charge by, KeyScopes scopes, params Charge[] asked)
    {
        metrics.Refuse(by.Bucket.Size.Name, scopes);
        return new LimitAnswer(by, asked);
    }

    private BucketSize? Size(string name, int perSecond) => perSecond == 0 ? null : new BucketSize(name, perSecond, options.BurstSeconds, clock);

    /// <summary>Who has one address of IPv6 has its whole /64.</summary>
    private static string Text(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return Convert.ToHexString(bytes[..8]);
    }
}

/// <summary>What the limits say of one request, for its headers.</summary>
/// <param name="RefusedBy">Null: it may go on.</param>
/// <param name="Asked">Every bucket that was asked.</param>
internal sealed record LimitAnswer(Charge? RefusedBy, Charge[] Asked);
