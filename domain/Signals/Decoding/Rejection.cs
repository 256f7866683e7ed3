namespace AccountTwins.Domain.Signals.Decoding;

/// <summary>Why a part of an event was turned down; the default value means that nothing is wrong.</summary>
internal readonly record struct Rejection(RejectCode? Code, string Message)
{
    public static readonly Rejection None;

    public bool IsNone => Code is null;

    public Decoded ToDecoded(SignalType? type = null) => Decoded.Rejected(Code!, Message, type?.Family ?? Family.Unspecified);

    /// <summary>A limit's sentence, or nothing.</summary>
    public static Rejection OutOfRange(string? problem) => problem is null ? None : new(RejectCodes.OutOfRange, problem);

    public static Rejection WrongType(string name, string expected) => new(RejectCodes.WrongType, $"'{name}' must be {expected}.");
}
