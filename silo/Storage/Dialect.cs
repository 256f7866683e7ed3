using System.Data.Common;
using System.Globalization;

namespace AccountTwins.Silo.Storage;

/// <summary>How values stand in a database, so that the rare statements can be written once. PostgreSQL has a type for each value.</summary>
internal abstract class Dialect
{
    public abstract object Instant(DateTimeOffset value);

    public abstract DateTimeOffset ReadInstant(DbDataReader reader, int column);

    public abstract object Money(decimal value);

    public abstract decimal ReadMoney(DbDataReader reader, int column);

    public abstract object Date(DateOnly value);

    public abstract DateOnly ReadDate(DbDataReader reader, int column);

    /// <summary>Takes the lock of the one who gives changes their places, until the transaction ends; null where a transaction has it anyway.</summary>
    public virtual string? ChangeLock => null;

    public object InstantOrNull(DateTimeOffset? value) => value is { } instant ? Instant(instant) : DBNull.Value;

    public DateTimeOffset? ReadInstantOrNull(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : ReadInstant(reader, column);
}

/// <summary>SQLite: instants are Unix milliseconds, amounts ten-thousandths, dates ISO text: all of them sort as they should.</summary>
internal sealed class SqliteDialect : Dialect
{
    public static readonly SqliteDialect Instance = new();

    public override object Instant(DateTimeOffset value) => value.ToUnixTimeMilliseconds();

    public override DateTimeOffset ReadInstant(DbDataReader reader, int column) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    public override object Money(decimal value) => decimal.ToInt64(value * 10_000m);

    public override decimal ReadMoney(DbDataReader reader, int column) => reader.GetInt64(column) / 10_000m;

    public override object Date(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public override DateOnly ReadDate(DbDataReader reader, int column) =>
        DateOnly.ParseExact(reader.GetString(column), "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>PostgreSQL: the types of the standard.</summary>
internal sealed class PostgresDialect : Dialect
{
    public static readonly PostgresDialect Instance = new();

    public override string ChangeLock => "SELECT pg_advisory_xact_lock(hashtextextended('accounttwins.changes:' || current_schema(), 0))";

    public override object Instant(DateTimeOffset value) => value.UtcDateTime;

    public override DateTimeOffset ReadInstant(DbDataReader reader, int column) => new(reader.GetDateTime(column), TimeSpan.Zero);

    public override object Money(decimal value) => value;

    public override decimal ReadMoney(DbDataReader reader, int column) => reader.GetDecimal(column);

    public override object Date(DateOnly value) => value;

    public override DateOnly ReadDate(DbDataReader reader, int column) => reader.GetFieldValue<DateOnly>(column);
}
