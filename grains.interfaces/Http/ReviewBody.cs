using System.Text.Json.Serialization;

namespace AccountTwins.Grains.Interfaces.Http;

/// <summary>What a reviewer says of a decision. Who they are, and their role, says their key.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReviewBody
{
    /// <summary>accept, edit, reject or reply.</summary>
    public required string Verb { get; init; }

    /// <summary>style, fact, amount, commitment or tone; with edit.</summary>
    public string? Edit { get; init; }

    /// <summary>serves, neutral or against the account's goals.</summary>
    public required string Goals { get; init; }

    /// <summary>none, minor, major or severe.</summary>
    public string Severity { get; set; } = "none";

    /// <summary>A rejection needs one.</summary>
    public string? Reason { get; init; }

    public string? CorrectedCategory { get; init; }

    /// <summary>What an edit leaves: the only acts then permitted.</summary>
    public ActionBody[]? Approved { get; init; }
}
