namespace AccountTwins.Silo.Sample;

/// <summary>How far a play is, in signals.</summary>
public readonly record struct SampleProgress(long Sent, long Applied, long Total)
{
    /// <summary>0 to 100, by what is applied.</summary>
    public int Percent => Total == 0 ? 100 : (int)Math.Min(100, Applied * 100 / Total);
}
