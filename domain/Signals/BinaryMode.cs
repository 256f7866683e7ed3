namespace AccountTwins.Domain.Signals;

/// <summary>Binary mode of one transport: which of its headers holds which attribute. The one place that knows their names.</summary>
public sealed class BinaryMode
{
    /// <summary>Kafka headers: <c>ce_id</c>, <c>ce_type</c> …</summary>
    public static readonly BinaryMode Kafka = new("ce_");

    /// <summary>HTTP headers: <c>ce-id</c>, <c>ce-type</c> …</summary>
    public static readonly BinaryMode Http = new("ce-");

    /// <summary>Name of the header that is the same in every transport.</summary>
    public const string ContentType = "content-type";

    private readonly string _prefix;
    private readonly string _id, _source, _type, _subject, _time, _tenant;

    private BinaryMode(string prefix)
    {
        _prefix = prefix;
        SpecVersion = NameOf("specversion");
        (_id, _source, _type) = (NameOf("id"), NameOf("source"), NameOf("type"));
        (_subject, _time, _tenant) = (NameOf("subject"), NameOf("time"), NameOf("tenant"));
    }

    /// <summary>The header that only an event in binary mode has.</summary>
    public string SpecVersion { get; }

    /// <summary>The header of an attribute.</summary>
    public string NameOf(string attribute) => _prefix + attribute;

    /// <summary>The attributes as <paramref name="find"/> has them by header name; null or empty where there is none.</summary>
    public EventAttributes Read<THeaders>(THeaders headers, Func<THeaders, string, byte[]?> find) => new()
    {
        SpecVersion = find(headers, SpecVersion),
        Id = find(headers, _id),
        Source = find(headers, _source),
        Type = find(headers, _type),
        Subject = find(headers, _subject),
        Time = find(headers, _time),
        Tenant = find(headers, _tenant),
        ContentType = find(headers, ContentType),
    };
}
