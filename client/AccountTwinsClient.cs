using System.Net.Http.Headers;
using AccountTwins.Client.Accounts;
using AccountTwins.Client.Decisions;
using AccountTwins.Client.Http;
using AccountTwins.Client.Operations;
using AccountTwins.Client.Reviews;
using AccountTwins.Client.Settings;
using AccountTwins.Client.Signals;

namespace AccountTwins.Client;

/// <summary>
/// AccountTwins over HTTP. Thin: one method an address, no retry and no cache of its own. Safe to share between threads; the
/// <see cref="HttpClient"/> stays the caller's.
/// </summary>
public sealed class AccountTwinsClient
{
    /// <param name="http">With the service's address and the key set, see <see cref="Configure"/>.</param>
    public AccountTwinsClient(HttpClient http)
    {
        var caller = new ApiCaller(http);
        Accounts = new AccountsApi(caller);
        Decisions = new DecisionsApi(caller);
        Reviews = new ReviewsApi(caller);
        Signals = new SignalsApi(caller);
        Keys = new KeysApi(caller);
        Audit = new AuditApi(caller);
        Playbook = new PlaybookApi(caller);
        Switches = new SwitchesApi(caller);
        Scenarios = new ScenariosApi(caller);
        Value = new ValueApi(caller);
        Lessons = new LessonsApi(caller);
        Incidents = new IncidentsApi(caller);
        Operations = new OperationsApi(caller);
        DeadLetters = new DeadLettersApi(caller);
    }

    public AccountsApi Accounts { get; }

    public DecisionsApi Decisions { get; }

    public ReviewsApi Reviews { get; }

    public SignalsApi Signals { get; }

    public KeysApi Keys { get; }

    public AuditApi Audit { get; }

    public PlaybookApi Playbook { get; }

    public SwitchesApi Switches { get; }

    public ScenariosApi Scenarios { get; }

    public ValueApi Value { get; }

    public LessonsApi Lessons { get; }

    public IncidentsApi Incidents { get; }

    public OperationsApi Operations { get; }

    public DeadLettersApi DeadLetters { get; }

    /// <summary>Points an HTTP client at a service. The tenant is the key's.</summary>
    public static HttpClient Configure(HttpClient http, Uri address, string? key)
    {
        http.BaseAddress = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
        http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return http;
    }
}
