using AccountTwins.Domain.Health;
using AccountTwins.Domain.Packing;
using AccountTwins.Domain.Risk;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Accounts.Codec;

/// <summary>The stored form of flags and warnings.</summary>
internal static class RiskForm
{
    public static void Write(ref TwinWriter writer, RiskState risk)
    {
        writer.Raw.Unsigned((ulong)risk.Flags);
        writer.Time(risk.CalmSince);
        writer.Time(risk.UseFellSince);
        writer.Raw.Bool(risk.Open is not null);
        if (risk.Open is { } open)
            Flag(ref writer, open);
        writer.Raw.Unsigned((ulong)risk.History.Count);
        foreach (var flag in risk.History)
            Flag(ref writer, flag);
        Signals(ref writer, risk.Warnings);

        // Came later than the rest: a twin whose band was never known has the form of before.
        if (risk.Band == HealthBand.Unknown)
            return;
        writer.Raw.Byte((byte)risk.Band);
        writer.Raw.Unsigned((ulong)risk.Crossings);
    }

    public static RiskState Read(ref TwinReader reader)
    {
        var state = new RiskState
        {
            Flags = reader.Raw.Count(int.MaxValue),
            CalmSince = reader.Time(),
            UseFellSince = reader.Time(),
            Open = reader.Raw.Bool() ? Flag(ref reader) : null,
        };
        var history = new RiskFlag[reader.Raw.Count(RiskState.HistoryMax)];
        for (var index = 0; index < history.Length; index++)
            history[index] = Flag(ref reader);
        state = state with { History = [.. history], Warnings = Signals(ref reader, RiskState.WarningsMax) };
        return reader.Raw.AtEnd ? state : state with { Band = (HealthBand)reader.Raw.Byte(), Crossings = reader.Raw.Count(int.MaxValue) };
    }

    private static void Flag(ref TwinWriter writer, RiskFlag flag)
    {
        writer.Raw.Unsigned((ulong)flag.Number);
        writer.Time(flag.OpenedAt);
        writer.Raw.Byte((byte)flag.Cause);
        writer.Raw.Unsigned((ulong)(flag.ScoreTenths + 1 ?? 0));
        writer.Raw.Byte((byte)flag.FirstFamily);
        writer.Time(flag.FirstShownAt);
        writer.Time(flag.ClosedAt);
        writer.Raw.Byte((byte)flag.End);
        Signals(ref writer, flag.Evidence);
    }

    private static RiskFlag Flag(ref TwinReader reader) => new()
    {
        Number = reader.Raw.Count(int.MaxValue),
        OpenedAt = reader.Time() ?? default,
        Cause = (RiskCause)reader.Raw.Byte(),
        ScoreTenths = reader.Raw.Count(1001) is var tenths && tenths > 0 ? tenths - 1 : null,
        FirstFamily = (Family)reader.Raw.Byte(),
        FirstShownAt = reader.Time(),
        ClosedAt = reader.Time(),
        End = (RiskEnd)reader.Raw.Byte(),
        Evidence = Signals(ref reader, RiskFlag.EvidenceMax),
    };

    private static void Signals(ref TwinWriter writer, RiskSignals signals)
    {
        writer.Raw.Unsigned((ulong)signals.Count);
        var cursor = signals.Open();
        while (cursor.Next())
        {
            var signal = RiskSignals.ContentOf(cursor.Content);
            writer.Stamp(cursor.Stamp);
            writer.Raw.Byte((byte)signal.Family);
            writer.Raw.Unsigned((ulong)signal.TypeNumber);
            writer.Text(signal.Source);
            writer.Text(signal.Id);
            writer.Text(signal.Text);
        }
    }

    private static RiskSignals Signals(ref TwinReader reader, int limit)
    {
        var writer = new PackedWriter(1024);
        var count = reader.Raw.Count(limit);
        for (var index = 0; index < count; index++)
        {
            RiskSignals.Write(
                ref writer, reader.Stamp(), (Family)reader.Raw.Byte(), reader.Raw.Count(int.MaxValue), reader.RequiredTextUtf8(), reader.RequiredTextUtf8(), reader.RequiredTextUtf8());
        }

        return RiskSignals.Finish(ref writer, count);
    }
}
