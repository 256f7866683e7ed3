using AccountTwins.Domain.Packing;

namespace AccountTwins.Domain.Accounts.Registers;

/// <summary>What becomes of known fields when a signal says something about some of them.</summary>
internal static class FieldsMerge
{
    /// <summary>Writes the fields afterwards, in the order of their numbers.</summary>
    public static void Write(ref PackedWriter writer, scoped ReadOnlySpan<byte> id, FieldSet known, FieldChanges changes)
    {
        var builder = new FieldsBuilder();
        var said = changes.InOrder();
        var cursor = known.Open();
        while (cursor.Next())
        {
            for (; said.Length > 0 && said[0].Number < cursor.Number; said = said[1..])
                Add(ref builder, said[0], changes);
            if (said.Length > 0 && said[0].Number == cursor.Number)
            {
                Merge(ref builder, cursor, said[0], changes);
                said = said[1..];
            }
            else
            {
                builder.Raw(cursor.Number, cursor.Kind, cursor.Stamp, cursor.Value);
            }
        }

        foreach (var change in said)
            Add(ref builder, change, changes);
        builder.FinishInto(ref writer, id);
    }

    private static void Merge(ref FieldsBuilder builder, FieldCursor known, in FieldChange change, FieldChanges changes)
    {
        if (change.Merge == FieldMerge.Last)
        {
            if (changes.Stamp > known.Stamp)
                Add(ref builder, change, changes);
            else
                builder.Raw(known.Number, known.Kind, known.Stamp, known.Value);
            return;
        }

        var newest = changes.Stamp > known.Stamp ? changes.Stamp : known.Stamp;
        if (known.Kind != change.Kind)
            throw new InvalidOperationException($"Field {known.Number} is a {known.Kind}, and cannot take a {change.Kind}.");
        if (change.Merge == FieldMerge.Keep)
        {
            builder.Texts(known.Number, newest, Kept(FieldCursor.TextsIn(known.Value), (string[])change.Text!));
            return;
        }

        var number = FieldCursor.NumberIn(known.Value);
        builder.Number(known.Number, newest, change.Merge switch
        {
            FieldMerge.Add => Telemetry.Saturating.Add(number, change.Whole),
            FieldMerge.Max => Math.Max(number, change.Whole),
            FieldMerge.Min => Math.Min(number, change.Whole),
            _ => throw new InvalidOperationException($"Unknown merge {change.Merge}."),
        });
    }

    private static void Add(ref FieldsBuilder builder, in FieldChange change, FieldChanges changes)
    {
        switch (change.Kind)
        {
            case FieldKind.Text:
                builder.Text(change.Number, changes.Stamp, (string)change.Text!);
                break;
            case FieldKind.Number:
                builder.Number(change.Number, changes.Stamp, change.Whole);
                break;
            case FieldKind.Decimal:
                builder.Decimal(change.Number, changes.Stamp, change.Exact);
                break;
            default:
                builder.Texts(change.Number, changes.Stamp, (string[])change.Text!);
                break;
        }
    }

    private static string[] Kept(string[] known, string[] more)
    {
        string[] all = [.. known.Union(more, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return all.Length <= FieldSet.KeptMax ? all : all[^FieldSet.KeptMax..];
    }
}
