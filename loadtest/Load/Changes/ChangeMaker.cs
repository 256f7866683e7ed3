using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.LoadTest.Load.Changes;

/// <summary>
/// Makes changes at a steady rate over HTTP: accounts in turn sign, cancel and leave, so that each round opens a flag and closes it. The accounts stay
/// the same, so that what grows is not them.
/// </summary>
internal sealed class ChangeMaker(HttpClient http, string key, DateTimeOffset from)
{
    /// <summary>Changes of one round of one account.</summary>
    public const int PerRound = 2;

    private const int PerBatch = 3;
    private const int Accounts = 50;

    private int _rounds;

    public int Rounds => Volatile.Read(ref _rounds);

    /// <summary>Until it is told to stop. Throws <see cref="HttpRequestException"/> when a signal is not accepted.</summary>
    public async Task RunAsync(double roundsPerSecond, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / roundsPerSecond));
        while (!stopping.IsCancellationRequested)
        {
            await RoundAsync();
            try
            {
                await timer.WaitForNextTickAsync(stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task RoundAsync()
    {
        var (account, at) = ($"moved-{_rounds % Accounts}", from.AddHours(3 * (_rounds / Accounts)));
        var day = DateOnly.FromDateTime(from.UtcDateTime);
        var batch = string.Create(CultureInfo.InvariantCulture,
            $$"""
            [{{Event("contract.signed.v1", account, at, $$"""{"contract":"C-1","arr":1000,"currency":"EUR","start":"{{day:yyyy-MM-dd}}","end":"{{day.AddYears(2):yyyy-MM-dd}}"}""")}},
             {{Event("contract.cancelled.v1", account, at.AddHours(1), """{"contract":"C-1","reason":"budget"}""")}},
             {{Event("outcome.churned.v1", account, at.AddHours(2), """{"contract":"C-1"}""")}}]
            """);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/signals") { Content = new StringContent(batch, Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents-batch+json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await http.SendAsync(request, CancellationToken.None);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"Signals were answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        var results = (await response.Content.ReadFromJsonAsync(ClientJson.Default.SignalsAnswer))?.Results ?? [];
        if (results.Length != PerBatch || Array.Exists(results, result => result.Status != SignalStatus.Accepted))
            throw new HttpRequestException($"Of {PerBatch} signals were {string.Join(", ", results.Select(result => $"{result.Status} {result.Code}".TrimEnd()))}.");
        Volatile.Write(ref _rounds, _rounds + 1);
    }

    private string Event(string type, string account, DateTimeOffset at, string data) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"specversion":"1.0","id":"{{type}}-{{_rounds}}","source":"/changes","type":"{{type}}","subject":"{{account}}","time":"{{at.UtcDateTime:O}}","data":{{data}}}""");
}
