namespace AccountTwins.Tests.Support;

/// <summary>The PostgreSQL that <c>deploy/scripts/with-postgres</c> started around the tests.</summary>
internal static class PostgresEnvironment
{
    public const string Variable = "ACCOUNTTWINS_TEST_POSTGRES";

    public static string? ConnectionString => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? value : null;

    /// <summary>Null where there is a server.</summary>
    public static string? SkipReason => ConnectionString is null
        ? $"No PostgreSQL: {Variable} is not set. Run the tests through deploy/scripts/with-postgres."
        : null;

    /// <summary>The script, found from the tests' own folder upwards.</summary>
    public static string Script
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "AccountTwins.sln")))
                    return Path.Combine(folder.FullName, "deploy", "scripts", "with-postgres");
            }

            throw new DirectoryNotFoundException("The tests do not run from inside the source tree.");
        }
    }
}
