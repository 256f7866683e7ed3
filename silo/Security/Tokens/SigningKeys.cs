using System.Text.Json;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Security.Tokens;

/// <summary>
/// The provider's keys, read when they are needed: one reading at a time, and a pause after one that failed. While the provider is away the
/// last ones stay good for <see cref="JwtOptions.KeysKeptFor"/>.
/// </summary>
public sealed partial class SigningKeys : IDisposable
{
    private const int BytesMax = 256 * 1024;

    private static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);

    private readonly JwtOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<SigningKeys> logger;
    private readonly HttpClient http;
    private readonly Lock gate = new();
    private Task<KeySet?>? _reading;
    private KeySet? _last;
    private long? _failedAt;

    public SigningKeys(IOptions<JwtOptions> options, TimeProvider clock, ILogger<SigningKeys> logger)
    {
        (this.options, this.clock, this.logger) = (options.Value, clock, logger);
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
        {
            Timeout = ReadWithin,
            MaxResponseContentBufferSize = BytesMax,
        };
    }

    /// <summary>The last keys while they need not be read again.</summary>
    internal KeySet? Fresh => _last is { } last && clock.GetElapsedTime(last.ReadAt) < options.KeysFreshFor ? last : null;

    /// <summary>Keys that are good now, or null where there are none.</summary>
    internal async ValueTask<KeySet?> ReadAsync(CancellationToken cancellationToken)
    {
        if (Fresh is { } fresh)
            return fresh;
        var anew = await ReadAnewAsync(cancellationToken);
        return anew ?? (_last is { } last && clock.GetElapsedTime(last.ReadAt) < options.KeysKeptFor ? last : null);
    }

    /// <summary>The keys after these: the same where it is too soon to look, null where the provider does not answer.</summary>
    internal async ValueTask<KeySet?> AfterAsync(KeySet seen, CancellationToken cancellationToken) =>
        clock.GetElapsedTime(seen.ReadAt) < options.UnknownKeyEvery ? seen : await ReadAnewAsync(cancellationToken);

    public void Dispose() => http.Dispose();

    private Task<KeySet?> ReadAnewAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (_reading is null && _failedAt is { } at && clock.GetElapsedTime(at) < PauseAfterFailure)
                return Task.FromResult<KeySet?>(null);
            // The reading is everybody's: that one caller leaves does not end it.
            _reading ??= Task.Run(FetchAsync, CancellationToken.None);
            return _reading.WaitAsync(cancellationToken);
        }
    }

    private async Task<KeySet?> FetchAsync()
    {
        KeySet? read = null;
        try
        {
            var at = clock.GetTimestamp();
            read = KeySet.Parse(await TextAsync(await AddressAsync()), at);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException or JsonException)
        {
            LogNotRead(exception.Message);
        }
        finally
        {
            lock (gate)
            {
                (_reading, _last, _failedAt) = (null, read ?? _last, read is null ? clock.GetTimestamp() : null);
            }
        }

        return read;
    }

    private async Task<string> AddressAsync()
    {
        if (!string.IsNullOrEmpty(options.JwksUri))
            return options.JwksUri;
        using var metadata = JsonDocument.Parse(await TextAsync(options.Metadata));
        if (Text(metadata.RootElement, "issuer") != options.Issuer)
            throw new JsonException("The metadata is of another issuer than Jwt:Issuer.");
        return Text(metadata.RootElement, "jwks_uri") is { } address && JwtOptions.IsSafe(address)
            ? address
            : throw new JsonException("The metadata names no address of keys that is https.");
    }

    private async Task<string> TextAsync(string address)
    {
        using var response = await http.GetAsync(address);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [LoggerMessage(5101, LogLevel.Error, "The keys of the identity provider cannot be read: {Fault}")]
    private partial void LogNotRead(string fault);
}
