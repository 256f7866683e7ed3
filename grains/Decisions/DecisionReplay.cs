using System.Text.Json;
using AccountTwins.Domain.Decisions;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Grains.State;

namespace AccountTwins.Grains.Decisions;

/// <summary>Derives a recorded verdict again from the record alone, and compares it with the stored one byte for byte.</summary>
public static class DecisionReplay
{
    /// <summary>Whether an entry holds a verdict with the input that it followed from.</summary>
    public static bool CanReplay(LedgerEntry entry) => entry.Kind is EntryKinds.Decision or EntryKinds.Permit;

    /// <summary>The hash of the playbook to replay with. Throws <see cref="JsonException"/> for a body that cannot be read.</summary>
    public static string PlaybookOf(LedgerEntry entry) => InputOf(entry).Tenant.Playbook;

    /// <param name="entry">One that <see cref="CanReplay"/>.</param>
    /// <param name="playbook">The one of <see cref="PlaybookOf"/>; with another, the answer says what it would have decided otherwise.</param>
    public static ReplayResult Replay(LedgerEntry entry, Playbook playbook)
    {
        var input = InputOf(entry);
        var derived = LedgerJson.Write(VerdictRules.Decide(input with { Tenant = input.Tenant with { Playbook = playbook.Hash } }, playbook));
        using var body = JsonDocument.Parse(entry.Body);
        if (!body.RootElement.TryGetProperty("verdict", out var stored))
            return new ReplayResult.Differs("verdict", "nothing", "a verdict");
        if (System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(stored).SequenceEqual(derived))
            return new ReplayResult.Same();
        using var again = JsonDocument.Parse(derived);
        return FirstDifference("verdict", stored, again.RootElement) ?? new ReplayResult.Differs("verdict", "other bytes", "the same values");
    }

    private static VerdictInput InputOf(LedgerEntry entry) => entry.Kind switch
    {
        EntryKinds.Decision => LedgerJson.Read<DecisionEntry>(entry.Body).Input,
        EntryKinds.Permit => LedgerJson.Read<PermitEntry>(entry.Body).Input,
        _ => throw new ArgumentException($"An entry of the kind {entry.Kind} holds no verdict to derive again.", nameof(entry)),
    };

    private static ReplayResult.Differs? FirstDifference(string path, JsonElement stored, JsonElement derived)
    {
        if (stored.ValueKind != derived.ValueKind)
            return new ReplayResult.Differs(path, Text(stored), Text(derived));
        return stored.ValueKind switch
        {
            JsonValueKind.Object => InObjects(path, stored, derived),
            JsonValueKind.Array => InArrays(path, stored, derived),
            _ => stored.GetRawText() == derived.GetRawText() ? null : new ReplayResult.Differs(path, Text(stored), Text(derived)),
        };
    }

    private static ReplayResult.Differs? InObjects(string path, JsonElement stored, JsonElement derived)
    {
        foreach (var property in stored.EnumerateObject())
        {
            var here = $"{path}.{property.Name}";
            if (!derived.TryGetProperty(property.Name, out var other))
                return new ReplayResult.Differs(here, Text(property.Value), "nothing");
            if (FirstDifference(here, property.Value, other) is { } found)
                return found;
        }

        foreach (var property in derived.EnumerateObject())
        {
            if (!stored.TryGetProperty(property.Name, out _))
                return new ReplayResult.Differs($"{path}.{property.Name}", "nothing", Text(property.Value));
        }

        return null;
    }

    private static ReplayResult.Differs? InArrays(string path, JsonElement stored, JsonElement derived)
    {
        var (left, right) = (stored.GetArrayLength(), derived.GetArrayLength());
        for (var index = 0; index < Math.Min(left, right); index++)
        {
            if (FirstDifference($"{path}[{index}]", stored[index], derived[index]) is { } found)
                return found;
        }

        return left == right
            ? null
            : new ReplayResult.Differs($"{path}[{Math.Min(left, right)}]", left > right ? Text(stored[right]) : "nothing", right > left ? Text(derived[left]) : "nothing");
    }

    private static string Text(JsonElement element) => element.GetRawText();
}

/// <summary>What came of deriving a verdict again.</summary>
public abstract record ReplayResult
{
    private ReplayResult()
    {
    }

    /// <summary>Byte for byte.</summary>
    public sealed record Same : ReplayResult;

    /// <param name="Path">Of the first value that is not the same: <c>verdict.actions[0].kind</c>.</param>
    /// <param name="Stored">As JSON; <c>nothing</c> where it is not there.</param>
    /// <param name="Derived">As JSON, likewise.</param>
    public sealed record Differs(string Path, string Stored, string Derived) : ReplayResult;
}
