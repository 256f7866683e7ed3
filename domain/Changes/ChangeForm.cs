using System.Text.Json;
using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Learning;
using AccountTwins.Domain.Risk;

namespace AccountTwins.Domain.Changes;

/// <summary>Changes as rows: kind, id and JSON of each, as the catalogue describes them.</summary>
public static class ChangeForm
{
    private const int TextLengthMax = 400;
    private const int ReasonsMax = 8;

    /// <summary>A change of one account.</summary>
    public static ChangeRow Of(AccountKey key, string? segment, AccountChange change) => Row(key.Tenant, key.Account, segment, change);

    /// <summary>A change of a tenant's scenario; it concerns no single account.</summary>
    public static ChangeRow Of(string tenant, AccountChange.LatitudeMoved change) => Row(tenant, null, null, change);

    public static string KindOf(AccountChange change) => change switch
    {
        AccountChange.BandCrossed => ChangeKinds.BandCrossed,
        AccountChange.FlagOpened => ChangeKinds.FlagOpened,
        AccountChange.FlagClosed => ChangeKinds.FlagClosed,
        AccountChange.LatitudeMoved => ChangeKinds.LatitudeChanged,
        AccountChange.LatitudeOverridden => ChangeKinds.LatitudeOverridden,
        AccountChange.HandedOver => ChangeKinds.HandedOver,
        AccountChange.ReviewAwaited => ChangeKinds.ReviewAwaited,
        AccountChange.ReviewDone => ChangeKinds.ReviewDone,
        _ => throw new ArgumentOutOfRangeException(nameof(change), change.GetType().Name, "No kind of change."),
    };

    /// <summary>
    /// The data of a change: UTF-8 JSON, at most <see cref="ChangeRow.DataBytesMax"/> bytes. Texts that would go beyond are cut shorter, all alike: a character
    /// may take 6 bytes, and a flag has many pieces of evidence.
    /// </summary>
    public static byte[] DataOf(AccountChange change)
    {
        for (var textLengthMax = TextLengthMax; ; textLengthMax /= 2)
        {
            var data = DataOf(change, textLengthMax);
            if (data.Length <= ChangeRow.DataBytesMax || textLengthMax == 0)
                return data;
        }
    }

    private static byte[] DataOf(AccountChange change, int textLengthMax)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            Write(json, change, textLengthMax);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static ChangeRow Row(string tenant, string? account, string? segment, AccountChange change)
    {
        var kind = KindOf(change);
        return new ChangeRow(tenant, account, ChangeId.Of(tenant, account ?? "/tenant", kind, NumberOf(change), change.At), kind, segment, change.At, DataOf(change));
    }

    private static long NumberOf(AccountChange change) => change switch
    {
        AccountChange.BandCrossed crossed => crossed.Number,
        AccountChange.FlagOpened opened => opened.Flag.Number,
        AccountChange.FlagClosed closed => closed.Flag.Number,
        AccountChange.LatitudeMoved moved => moved.Number,
        AccountChange.LatitudeOverridden overridden => overridden.Number,
        AccountChange.HandedOver handed => handed.Number,
        AccountChange.ReviewAwaited awaited => awaited.Number,
        AccountChange.ReviewDone done => done.Number,
        _ => throw new ArgumentOutOfRangeException(nameof(change), change.GetType().Name, "No kind of change."),
    };

    private static void Write(Utf8JsonWriter json, AccountChange change, int textLengthMax)
    {
        switch (change)
        {
            case AccountChange.BandCrossed crossed:
                json.WriteString("from", HealthScore.NameOf(crossed.From));
                json.WriteString("to", HealthScore.NameOf(crossed.To));
                json.WriteNumber("score", crossed.ScoreTenths / 10m);
                break;
            case AccountChange.FlagOpened opened:
                Flag(json, opened.Flag, textLengthMax);
                break;
            case AccountChange.FlagClosed closed:
                Flag(json, closed.Flag, textLengthMax);
                json.WriteString("closedAt", closed.Flag.ClosedAt ?? closed.At);
                json.WriteString("end", Word(closed.Flag.End));
                break;
            case AccountChange.LatitudeMoved moved:
                Latitude(json, moved, textLengthMax);
                break;
            case AccountChange.LatitudeOverridden overridden:
                Overridden(json, overridden.Entry, textLengthMax);
                break;
            case AccountChange.HandedOver handed:
                HandedOver(json, handed.Notice, textLengthMax);
                break;
            case AccountChange.ReviewAwaited awaited:
                Awaited(json, awaited.Review, textLengthMax);
                break;
            case AccountChange.ReviewDone done:
                json.WriteString("decisionId", done.DecisionId);
                json.WriteString("scenario", Cut(done.Scenario, textLengthMax));
                json.WriteString("verb", Word(done.Review.Verb));
                json.WriteString("state", Word(done.Review.State));
                json.WriteString("reviewer", Cut(done.Review.Reviewer, textLengthMax));
                if (done.Review.Reason is { } reason)
                    json.WriteString("reason", Cut(reason, textLengthMax));
                break;
        }
    }

    private static void Flag(Utf8JsonWriter json, RiskFlag flag, int textLengthMax)
    {
        json.WriteNumber("flag", flag.Number);
        json.WriteString("cause", Word(flag.Cause));
        json.WriteString("openedAt", flag.OpenedAt);
        if (flag.ScoreTenths is { } score)
            json.WriteNumber("score", score / 10m);
        if (flag.FirstFamily != Signals.Family.Unspecified)
            json.WriteString("firstFamily", Word(flag.FirstFamily));
        if (flag.FirstShownAt is { } shown)
            json.WriteString("firstShownAt", shown);
        json.WriteStartArray("evidence");
        foreach (var signal in flag.Evidence)
        {
            json.WriteStartObject();
            json.WriteString("at", signal.Stamp.Time);
            json.WriteString("family", Word(signal.Family));
            json.WriteString("text", Cut(signal.Text, textLengthMax));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Latitude(Utf8JsonWriter json, AccountChange.LatitudeMoved moved, int textLengthMax)
    {
        json.WriteString("scenario", Cut(moved.Scenario, textLengthMax));
        json.WriteString("release", Cut(moved.Release, textLengthMax));
        json.WriteString("kind", LatitudeChangeKinds.Of(moved.Change));
        json.WriteString("from", Word(moved.Change.From));
        json.WriteString("to", Word(moved.Change.To));
        json.WriteString("cause", LatitudeCauses.CodeOf(moved.Change.Cause));
        if (moved.Change.By is { } by)
            json.WriteString("by", Cut(by, textLengthMax));
        json.WriteString("text", Cut(LatitudeChangeText.Of(moved.Change), textLengthMax));
    }

    private static void Overridden(Utf8JsonWriter json, OverrideEntry entry, int textLengthMax)
    {
        json.WriteString("step", Word(entry.Step));
        json.WriteString("by", Cut(string.Join(", ", entry.Override?.By ?? [entry.By]), textLengthMax));
        if (entry.Override is not { } set || entry.Step is OverrideStep.TighteningLifted or OverrideStep.LooseningLifted)
            return;
        json.WriteString("latitude", Word(set.Latitude));
        json.WriteString("reason", Cut(set.Reason, textLengthMax));
        json.WriteString("until", set.ExpiresAt);
    }

    private static void HandedOver(Utf8JsonWriter json, HandoverNotice notice, int textLengthMax)
    {
        json.WriteString("decisionId", notice.DecisionId);
        json.WriteString("scenario", Cut(notice.Scenario, textLengthMax));
        json.WriteString("agentRelease", Cut(notice.AgentRelease, textLengthMax));
        if (notice.Conversation is { } conversation)
            json.WriteString("conversation", Cut(conversation, textLengthMax));
        json.WriteString("to", notice.To);
        if (notice.Owner is { } owner)
            json.WriteString("owner", Cut(owner, textLengthMax));
        json.WriteString("dueAt", notice.DueAt);
        json.WriteStartArray("reasons");
        foreach (var reason in notice.Reasons.Take(ReasonsMax))
        {
            json.WriteStartObject();
            json.WriteString("code", reason.Code);
            json.WriteString("text", Cut(reason.Text, textLengthMax));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Awaited(Utf8JsonWriter json, AwaitedReview review, int textLengthMax)
    {
        json.WriteString("decisionId", review.DecisionId);
        json.WriteString("scenario", Cut(review.Scenario, textLengthMax));
        json.WriteString("agentRelease", Cut(review.AgentRelease, textLengthMax));
        json.WriteString("role", review.Role);
        json.WriteNumber("people", review.People);
        json.WriteString("dueAt", review.DueAt);
        json.WriteString("expiresAt", review.ExpiresAt);
    }

    private static string Word(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>Never between the halves of a character.</summary>
    private static string Cut(string text, int lengthMax) =>
        text.Length <= lengthMax ? text : text[..(lengthMax > 0 && char.IsHighSurrogate(text[lengthMax - 1]) ? lengthMax - 1 : lengthMax)];
}
