namespace AccountTwins.Domain.Learning;

/// <summary>With which probability a decision is to be audited. Kept with the decision before its outcome is known.</summary>
/// <param name="Common">What all decisions of the scenario had at that moment; the CUSUM takes those that it alone would have brought in.</param>
/// <param name="Own">This decision's, at least the common one; the weight of its review is 1 over it.</param>
public readonly record struct ReviewOdds(double Common, double Own)
{
    /// <summary>A decision that everybody is sure to see, as every one that waits for approval.</summary>
    public static readonly ReviewOdds Certain = new(1, 1);

    /// <summary>
    /// Raised because something speaks against the decision; never lowered. The draw stays, so raising can only add it to the sample. Where the
    /// raise came before every review, 1/probability is the right weight. A weak label comes when the outcome is known and may come after the
    /// review, so a decision that its raise alone brought in enters no estimate: it is a directed review, and the draw of before stays the sample.
    /// </summary>
    public ReviewOdds RaisedTo(double probability) => this with { Own = Math.Clamp(probability, Own, 1) };

    /// <summary>Thinned because reviewers can't keep up, to a share (0 to 1) of what it was, never below the floor.</summary>
    public ReviewOdds Thinned(double share, double floor) => new(Thin(Common, share, floor), Thin(Own, share, floor));

    private static double Thin(double probability, double share, double floor) => Math.Max(Math.Min(probability, floor), probability * share);
}
