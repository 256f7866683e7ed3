using System.Diagnostics.CodeAnalysis;

namespace AccountTwins.Client.Http;

/// <summary>What a call came to: a value, or a problem. A refusal is an expected end and no exception.</summary>
public sealed record ApiResult<T>
    where T : class
{
    public T? Value { get; private init; }

    public ApiProblem? Problem { get; private init; }

    /// <summary>The answer as it came; empty where none did.</summary>
    public ReadOnlyMemory<byte> Body { get; private init; }

    /// <summary>The server's clock as the answer's header Date says, in whole seconds; null where it says none.</summary>
    public DateTimeOffset? Date { get; init; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsOk => Value is not null;

    public static ApiResult<T> Ok(T value, ReadOnlyMemory<byte> body = default) => new() { Value = value, Body = body };

    public static ApiResult<T> Failed(ApiProblem problem, ReadOnlyMemory<byte> body = default) => new() { Problem = problem, Body = body };
}
