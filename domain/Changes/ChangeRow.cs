namespace AccountTwins.Domain.Changes;

/// <summary>A change in the form in which it is stored and sent: everything but its place in the log, which it gets later.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Account">Null where it concerns no single account.</param>
/// <param name="Id">Made from its cause: the same change has the same id for ever.</param>
/// <param name="Kind">From the catalogue.</param>
/// <param name="Segment">The account's segment then, or null.</param>
/// <param name="At">When it happened.</param>
/// <param name="Data">UTF-8 JSON, at most <see cref="DataBytesMax"/> bytes.</param>
public sealed record ChangeRow(string Tenant, string? Account, string Id, string Kind, string? Segment, DateTimeOffset At, byte[] Data)
{
    /// <summary>Far above what any kind writes: texts in it are cut.</summary>
    public const int DataBytesMax = 8 * 1024;
}
