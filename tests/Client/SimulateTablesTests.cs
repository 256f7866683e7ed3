using System.Net;
using System.Net.Http.Headers;
using AccountTwins.Silo.Security;
using AccountTwins.Tests.Silo.Api;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Client;

/// <summary>What <c>twins playbook simulate</c> shows people of the lines that the service answers with.</summary>
public sealed class SimulateTablesTests
{
    private const string Progress = """{"kind":"progress","accounts":200,"decisions":3}""";

    private const string Report = """
        {"kind":"report","accounts":500,"decisions":12,"report":{"accounts":500,"accountsChanged":41,"accountsSkipped":2,
        "namedAccounts":[{"account":"acct-0007","tier":"small","band":"watch","actions":[{"action":"grant_credit","from":"bounded","to":"supervised"},{"action":"chase_invoice","from":"bounded","to":"supervised"}]},
        {"account":"acct-0019","tier":"mid","band":"healthy","actions":[{"action":"reply","from":"bounded","to":"diagnostic"}]}],
        "latitudeShifts":[{"tier":"small","band":"watch","action":"grant_credit","from":"bounded","to":"supervised","accounts":40},{"tier":"mid","band":"healthy","action":"reply","from":"bounded","to":"diagnostic","accounts":1}],
        "decisions":12,"decisionsChanged":2,"verdictShifts":[{"from":"allow_with_obligations","to":"require_approval","decisions":2}],
        "namedDecisions":[{"account":"acct-0007","number":3,"from":"allow_with_obligations","to":"require_approval","reasons":["latitude","cap"]}],
        "before":{"approvals":4,"handovers":1,"audits":0.55},"after":{"approvals":6,"handovers":1,"audits":0.449}}}
        """;

    [Fact]
    public async Task A_report_becomes_tables_of_accounts_decisions_and_work()
    {
        var (exit, output, error) = await RunAsync(Progress, Report.ReplaceLineEndings(""));

        Assert.Equal((0, ""), (exit, error));
        var lines = output.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd());
        RepositoryFiles.MustEqual("tests/Golden/cli/simulate.txt", string.Join('\n', lines));
    }

    [Fact]
    public async Task What_changes_nothing_shows_no_account_and_no_decision()
    {
        var (exit, output, _) = await RunAsync("""{"kind":"report","report":{"accounts":3,"namedAccounts":[],"latitudeShifts":[],"verdictShifts":[],"namedDecisions":[],"before":{"approvals":0,"handovers":0,"audits":0},"after":{"approvals":0,"handovers":0,"audits":0}}}""");

        Assert.Equal(0, exit);
        Assert.StartsWith("0 of 3 accounts would change latitude; 0 of 0 decisions would have come out differently.\n", output);
        Assert.DoesNotContain("could not be read", output);
    }

    [Fact]
    public async Task What_breaks_off_says_why_and_ends_with_1()
    {
        var (exit, output, _) = await RunAsync(Progress, """{"kind":"failed","accounts":200,"code":"store_unavailable"}""");

        Assert.Equal((1, "It could not be finished: store_unavailable\n"), (exit, output));
    }

    [Fact]
    public async Task It_asks_for_the_days_that_were_wished_and_refuses_others()
    {
        var service = new Lines([Report.ReplaceLineEndings("")]);
        Assert.Equal(0, (await RunAsync(service, "--since", "7d")).Exit);
        Assert.Equal("?days=7", service.Asked!.Query);

        var (exit, _, error) = await RunAsync(service, "--since", "400d");
        Assert.Equal(2, exit);
        Assert.Contains("days such as 30d", error);
    }

    /// <summary>The default playbook against itself, through the real interface.</summary>
    [Fact]
    public async Task Over_the_service_the_playbook_in_force_changes_nothing()
    {
        await using var host = await ApiHost.StartAsync();

        var (exit, output, error) = await host.RunAsync(KeyScopes.Reader, "playbook", "simulate", Path.Combine(RepositoryFiles.Root, "silo/Playbooks/default.yaml"));

        Assert.Equal((0, ""), (exit, error));
        Assert.StartsWith("0 of ", output);
    }

    private static Task<(int Exit, string Output, string Error)> RunAsync(params string[] lines) => RunAsync(new Lines(lines));

    private static Task<(int Exit, string Output, string Error)> RunAsync(Lines service, params string[] options) => ClientHost.RunAsync(
        ["playbook", "simulate", Path.Combine(RepositoryFiles.Root, "silo/Playbooks/default.yaml"), .. options],
        "at_test",
        () => new HttpClient(service, disposeHandler: false) { BaseAddress = new Uri("http://twins.example") });

    /// <summary>A service that answers everything with these lines.</summary>
    private sealed class Lines(string[] lines) : HttpMessageHandler
    {
        public Uri? Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked = request.RequestUri;
            var content = new StringContent(string.Join('\n', lines) + "\n");
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }
    }
}
