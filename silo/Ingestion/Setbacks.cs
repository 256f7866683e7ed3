namespace AccountTwins.Silo.Ingestion;

/// <summary>Failures of one account without progress, since when, and how many answers of others the pump had had by then.</summary>
internal sealed class Setbacks
{
    public int Count { get; private set; }

    public DateTimeOffset Since { get; private set; }

    public long AnswersBefore { get; private set; }

    public void Add(DateTimeOffset now, long answers)
    {
        if (Count++ == 0)
            (Since, AnswersBefore) = (now, answers);
    }

    public void Clear() => Count = 0;
}
