namespace AccountTwins.Silo.Storage.Schema;

/// <summary>The database's schema is newer than this program: an older program must not write it. Stable code: <c>schema_newer</c>.</summary>
public sealed class SchemaNewerException(string series, int found, int known) : Exception(
    $"schema_newer: the database holds version {found} of the schema '{series}', this program knows up to {known}. Start the newer program, or restore the older database.")
{
    public const string Code = "schema_newer";
}
