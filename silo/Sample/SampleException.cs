namespace AccountTwins.Silo.Sample;

/// <summary>A sample that cannot be used, with where it is wrong and a stable code (see <see cref="SampleErrors"/>).</summary>
public sealed class SampleException(string code, string message, Exception? inner = null) : Exception($"{message} ({code})", inner)
{
    public string Code { get; } = code;
}

/// <summary>Stable codes of what can be wrong with a sample.</summary>
public static class SampleErrors
{
    public const string FileMissing = "sample_file_missing";
    public const string FileUnreadable = "sample_file_unreadable";
    public const string ColumnMissing = "sample_column_missing";
    public const string RowInvalid = "sample_row_invalid";
    public const string ValueInvalid = "sample_value_invalid";
    public const string AccountUnknown = "sample_account_unknown";
    public const string AccountRepeated = "sample_account_repeated";
    public const string TooLarge = "sample_too_large";
    public const string NotDelivered = "sample_not_delivered";
}
