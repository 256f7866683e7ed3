using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace AccountTwins.Silo.Storage;

/// <summary>Which database holds the twins and the bounds of every queue, batch and wait in front of it. Section <c>Storage</c>.</summary>
public sealed class StorageOptions : IValidatableObject
{
    public const string Section = "Storage";

    /// <summary><c>sqlite</c> (embedded, one silo) or <c>postgresql</c>. Default <c>sqlite</c>: nothing to install.</summary>
    [Required, RegularExpression("sqlite|postgresql")]
    public string Provider { get; set; } = "sqlite";

    /// <summary>Npgsql connection string; required for <c>postgresql</c>, unused for <c>sqlite</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Folder of the SQLite files and of the file with the first key, made when missing. Default <c>./data</c>.</summary>
    [Required]
    public string DataFolder { get; set; } = "./data";

    /// <summary>Rows one write statement carries at most. Default 256: beyond it a statement grows slower, not cheaper.</summary>
    [Range(1, 4096)]
    public int WriteBatchRowsMax { get; set; } = 256;

    /// <summary>State bytes one write statement carries at most. Default 4 MB: bounds the memory of a batch of large twins.</summary>
    [Range(65_536, 67_108_864)]
    public int WriteBatchBytesMax { get; set; } = 4 * 1024 * 1024;

    /// <summary>Writers side by side on PostgreSQL, each with its own accounts. Default 2: one packs while the other waits for the disk. SQLite has one.</summary>
    [Range(1, 32)]
    public int WriteLanes { get; set; } = 2;

    /// <summary>Writes that may wait per lane before callers wait for room. Default 8,192.</summary>
    [Range(16, 1_000_000)]
    public int WriteQueueMax { get; set; } = 8192;

    /// <summary>Keys one read query asks for at most. Default 128.</summary>
    [Range(1, 4096)]
    public int ReadBatchKeysMax { get; set; } = 128;

    /// <summary>Read queries side by side. Default 2.</summary>
    [Range(1, 32)]
    public int ReadLanes { get; set; } = 2;

    /// <summary>Reads that may wait per lane before callers wait for room. Default 65,536: a restart activates many twins at once.</summary>
    [Range(16, 1_000_000)]
    public int ReadQueueMax { get; set; } = 65_536;

    /// <summary>Seconds one statement may take before its outcome is unknown. Default 10.</summary>
    [Range(1, 300)]
    public int StatementTimeoutSeconds { get; set; } = 10;

    /// <summary>Seconds a caller waits in all, queue included. Default 20: longer than one statement, shorter than a grain call.</summary>
    [Range(1, 600)]
    public int WaitTimeoutSeconds { get; set; } = 20;

    /// <summary>Seconds that a start waits for a database that is not there yet. Default 60: containers start in any order.</summary>
    [Range(0, 3600)]
    public int StartTimeoutSeconds { get; set; } = 60;

    /// <summary>Bytes of one packed twin; a larger one is refused. Default 1 MB, far above the 4 KB a twin is designed for.</summary>
    [Range(4096, 16_777_216)]
    public int StateBytesMax { get; set; } = 1024 * 1024;

    /// <summary>Minutes between roots over the ledger's chains. Default 10: so much could be cut off unseen by who can write to the database.</summary>
    [Range(1, 1440)]
    public int LedgerRootMinutes { get; set; } = 10;

    public bool IsPostgres => Provider == "postgresql";

    public TimeSpan StatementTimeout => TimeSpan.FromSeconds(StatementTimeoutSeconds);

    public TimeSpan WaitTimeout => TimeSpan.FromSeconds(WaitTimeoutSeconds);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsPostgres && string.IsNullOrWhiteSpace(ConnectionString))
            yield return new ValidationResult("Storage:ConnectionString is required for postgresql.", [nameof(ConnectionString)]);
        if (IsPostgres && Misread(ConnectionString) is { } reason)
            yield return new ValidationResult($"Storage:ConnectionString cannot be read: {reason}", [nameof(ConnectionString)]);
        if (WriteBatchBytesMax < StateBytesMax)
            yield return new ValidationResult("Storage:WriteBatchBytesMax must hold one twin of StateBytesMax.", [nameof(WriteBatchBytesMax)]);
    }

    private static string? Misread(string? connectionString)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(connectionString);
            return null;
        }
        catch (ArgumentException error)
        {
            return error.Message;
        }
    }
}
