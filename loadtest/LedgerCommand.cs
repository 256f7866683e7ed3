using AccountTwins.LoadTest.Ledger;
using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest;

/// <summary>Measures appends to the ledger, gathered beside one by one, on both stores; options in help.txt.</summary>
internal static class LedgerCommand
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var options = new LedgerLoadOptions(
            arguments.Number("callers", 512),
            arguments.Number("body", 2048),
            TimeSpan.FromSeconds(arguments.Number("seconds", 10)));
        var server = PostgresSchema.FindServerOf(arguments);
        arguments.RequireAllRead();
        Console.WriteLine($"{options.Callers} callers, each with an account of its own; bodies of {options.BodyBytes} bytes; {options.Duration.TotalSeconds:F0} s each");

        var folder = Directory.CreateTempSubdirectory("accounttwins-ledger-");
        try
        {
            foreach (var gathered in new[] { true, false })
            {
                var data = Path.Combine(folder.FullName, gathered ? "gathered" : "alone");
                Console.WriteLine(await LedgerLoad.RunAsync(options, gathered, "sqlite", [("Provider", "sqlite"), ("DataFolder", data)]));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        if (server is null)
        {
            Console.WriteLine("postgresql: not measured; pass --postgres CONNECTION or run inside deploy/scripts/with-postgres");
            return 0;
        }

        foreach (var gathered in new[] { true, false })
        {
            await using var schema = await PostgresSchema.CreateAsync(server);
            Console.WriteLine(await LedgerLoad.RunAsync(options, gathered, "postgresql", [("Provider", "postgresql"), ("ConnectionString", schema.ConnectionString)]));
        }

        return 0;
    }
}
