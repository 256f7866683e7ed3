using System.Globalization;

namespace AccountTwins.Silo.Storage.Schema;

/// <summary>One step of a schema: <c>sql/{database}/{series}{version}_{name}.sql</c>, embedded in this program.</summary>
internal sealed record SchemaScript(string Series, int Version, string Name, string Sql);

/// <summary>
/// The scripts of one database. Two series: <see cref="Accounts"/> (<c>0001_accounts.sql</c>) and <see cref="Orleans"/>
/// (<c>orleans_0001_storage.sql</c>), each numbered from 1 without gaps. A script that has landed never changes.
/// </summary>
internal static class SchemaScripts
{
    public const string Accounts = "accounts";
    public const string Orleans = "orleans";

    public static IReadOnlyList<SchemaScript> Of(string database, string series)
    {
        var prefix = $"sql/{database}/";
        var assembly = typeof(SchemaScripts).Assembly;
        var scripts = assembly.GetManifestResourceNames()
            .Select(name => name.Replace('\\', '/'))
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => Read(name, name[prefix.Length..]))
            .Where(script => script.Series == series)
            .OrderBy(script => script.Version)
            .ToList();
        for (var i = 0; i < scripts.Count; i++)
        {
            if (scripts[i].Version != i + 1)
                throw new InvalidOperationException($"Schema series {series} of {database} lacks version {i + 1}.");
        }

        return scripts;

        SchemaScript Read(string resource, string file)
        {
            var isOrleans = file.StartsWith("orleans_", StringComparison.Ordinal);
            var rest = isOrleans ? file["orleans_".Length..] : file;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            return new SchemaScript(
                isOrleans ? Orleans : Accounts,
                int.Parse(rest[..4], NumberStyles.None, CultureInfo.InvariantCulture),
                rest[5..^4],
                reader.ReadToEnd());
        }
    }
}
