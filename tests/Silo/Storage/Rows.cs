using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;

namespace AccountTwins.Tests.Silo.Storage;

/// <summary>Rows for tests of the stores.</summary>
internal static class Rows
{
    public static readonly Guid Writer = new("11111111-2222-3333-4444-555555555555");

    public static readonly Guid OtherWriter = new("99999999-8888-7777-6666-555555555555");

    public static AccountKey Key(string account, string tenant = "default") => new(tenant, account);

    public static SearchColumns Columns(string? name = null) => new() { Name = name, Band = "healthy" };

    public static TwinWrite New(AccountKey key, SearchColumns? columns = null, byte[]? state = null, Guid? writer = null) =>
        new(key, null, new RowVersion(1, writer ?? Writer), 1, state ?? [1, 2, 3], columns ?? Columns());

    /// <summary>The write after this one, by the same writer.</summary>
    public static TwinWrite Then(this TwinWrite write, SearchColumns? columns = null, byte[]? state = null, Guid? writer = null) => write with
    {
        Expected = write.Next,
        Next = new RowVersion(write.Next.Revision + 1, writer ?? write.Next.Writer),
        Columns = columns ?? write.Columns,
        State = state ?? write.State,
    };
}
