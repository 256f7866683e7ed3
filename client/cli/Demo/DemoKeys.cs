using AccountTwins.Cli.Terminals;
using AccountTwins.Client;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Demo;

/// <summary>
/// The people and the agent of the demo: keys of an hour that are revoked when it ends. One that an earlier run left behind is revoked
/// first, because no two live keys may have one name.
/// </summary>
internal sealed class DemoKeys : IAsyncDisposable
{
    private static readonly (string Name, string[] Scopes)[] Roles =
    [
        ("demo-agent", ["agent"]), ("demo-csm", ["reviewer"]), ("demo-lead", ["reviewer", "lead"]), ("demo-executive", ["executive"]),
    ];

    private readonly AccountTwinsClient _admin;
    private readonly List<(string Id, HttpClient Http, AccountTwinsClient Client)> _keys = [];

    private DemoKeys(AccountTwinsClient admin) => _admin = admin;

    public AccountTwinsClient Agent => _keys[0].Client;

    public AccountTwinsClient Csm => _keys[1].Client;

    public AccountTwinsClient Lead => _keys[2].Client;

    public AccountTwinsClient Executive => _keys[3].Client;

    public static async Task<DemoKeys> CreateAsync(Call call, Uri address)
    {
        var keys = new DemoKeys(call.Client);
        foreach (var left in (await call.Client.Keys.ListAsync(call.Cancellation).NeedAsync("Listing keys")).Keys.Where(key => key.IsLive && Roles.Any(role => role.Name == key.Name)))
            await call.Client.Keys.RevokeAsync(left.Id, call.Cancellation).NeedAsync("Revoking a key of an earlier run");
        foreach (var (name, scopes) in Roles)
        {
            var made = await call.Client.Keys.CreateAsync(
                new KeyBody { Name = name, Scopes = scopes, ExpiresAt = call.Terminal.Clock.GetUtcNow().AddHours(1) }, call.Cancellation).NeedAsync("Making a key");
            var http = AccountTwinsClient.Configure(call.Terminal.Http(), address, made.Key);
            keys._keys.Add((made.Id, http, new AccountTwinsClient(http)));
        }

        return keys;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (id, http, _) in _keys)
        {
            // One that cannot be revoked now ends by itself within the hour.
            await _admin.Keys.RevokeAsync(id, CancellationToken.None);
            http.Dispose();
        }
    }
}
