using System.Net.Http.Headers;
using AccountTwins.Client.Accounts;
using AccountTwins.Client.Changes;
using AccountTwins.Client.Decisions;
using AccountTwins.Client.Http;
using AccountTwins.Client.Operations;
using AccountTwins.Client.Reviews;
using AccountTwins.Client.Settings;
using AccountTwins.Client.Signals;

namespace AccountTwins.Client;

/// <summary>
/// AccountTwins over HTTP. Thin: one method an address, no cache of its own, no retry but the stream of changes'. Safe to share between threads; the
/// <see cref="HttpClient"/> stays the caller's.
/// </summary>
public sealed class AccountTwinsClient
{
    /// <param name="http">With the service's address and the key set, see <see cref="Configure"/>.</param>
    /// <param name="clock">Measures the pauses of streams; null: the system's.</param>
    public AccountTwinsClient(HttpClient http, TimeProvider? clock = null)
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
        Tenants = new TenantsApi(caller);
        Webhooks = new WebhooksApi(caller);
        Changes = new ChangesApi(http, clock ?? TimeProvider.System);
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

    public TenantsApi Tenants { get; }

    public WebhooksApi Webhooks { get; }

    /// <summary>The one that opens its connection again by itself.</summary>
    public ChangesApi Changes { get; }

    /// <summary>Points an HTTP client at a service. The tenant is the key's.</summary>
    public static HttpClient Configure(HttpClient http, Uri address, string? key)
    {
        http.BaseAddress = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
        http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return http;
    }
}
