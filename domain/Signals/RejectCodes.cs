using System.Collections.Immutable;

namespace AccountTwins.Domain.Signals;

/// <summary>Why a signal cannot be used: a number and a word that never change, and a sentence.</summary>
public sealed record RejectCode(int Number, string Code, string Meaning)
{
    public override string ToString() => Code;
}

/// <summary>Every reason the decoder gives; the same words stand in dead letters, HTTP answers, metrics and logs.</summary>
public static class RejectCodes
{
    public static readonly RejectCode BadJson = new(1001, "bad_json", "The bytes are not one well-formed JSON value in UTF-8, or they nest too deep.");
    public static readonly RejectCode NotCloudEvent = new(1002, "not_cloudevent", "The JSON is no CloudEvent of specversion 1.0.");
    public static readonly RejectCode MissingAttribute = new(1003, "missing_attribute", "The event lacks one of id, source, type and time.");
    public static readonly RejectCode BadAttribute = new(1004, "bad_attribute", "An attribute of the event is no text, too long, or holds a control character.");
    public static readonly RejectCode MissingSubject = new(1005, "missing_subject", "The event names no account in its subject.");
    public static readonly RejectCode BadSubject = new(1006, "bad_subject", "The subject cannot be an account id: 1 to 128 characters without '/' and control characters.");
    public static readonly RejectCode BadTenant = new(1007, "bad_tenant", "The tenant is not well formed, or is not the one that may speak here.");
    public static readonly RejectCode BadTime = new(1008, "bad_time", "The time is no RFC 3339 date and time, or lies before 1970.");
    public static readonly RejectCode FromFuture = new(1009, "from_future", "The time lies further in the future than clocks may differ.");
    public static readonly RejectCode UnknownType = new(1010, "unknown_type", "No such signal type is in the catalogue.");
    public static readonly RejectCode UnsupportedContentType = new(1011, "unsupported_content_type", "The data is not JSON.");
    public static readonly RejectCode MissingField = new(1012, "missing_field", "The data lacks a field that the type requires.");
    public static readonly RejectCode WrongType = new(1013, "wrong_type", "A value has another JSON type than its field.");
    public static readonly RejectCode OutOfRange = new(1014, "out_of_range", "A value lies outside the limits of its field.");
    public static readonly RejectCode TooLarge = new(1015, "too_large", "The event has more bytes than are accepted.");

    public static ImmutableArray<RejectCode> All { get; } =
    [
        BadJson, NotCloudEvent, MissingAttribute, BadAttribute, MissingSubject, BadSubject, BadTenant, BadTime, FromFuture,
        UnknownType, UnsupportedContentType, MissingField, WrongType, OutOfRange, TooLarge,
    ];
}
