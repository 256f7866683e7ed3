namespace AccountTwins.Domain.Learning;

/// <summary>Whether a review says that the human team would have done the same.</summary>
public static class Agreement
{
    /// <summary>
    /// 1 agreed, 0 not, null not counted. Against the account's goals, a severe error and a wrong category are 0 whatever the verb;
    /// else accept and a style edit are 1, any other edit and a rejection 0, and a reply is not counted.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The verb is unspecified or unknown.</exception>
    public static int? Score(Judgement judgement)
    {
        if (judgement.Goals == GoalFit.Against || judgement.Severity == Severity.Severe || judgement.IsCategoryCorrected)
            return 0;
        return judgement.Verb switch
        {
            ReviewVerb.Accept => 1,
            ReviewVerb.Edit => judgement.Edit == EditKind.Style ? 1 : 0,
            ReviewVerb.Reject => 0,
            ReviewVerb.Reply => null,
            _ => throw new ArgumentOutOfRangeException(nameof(judgement), judgement.Verb, "A review needs a verb."),
        };
    }
}
