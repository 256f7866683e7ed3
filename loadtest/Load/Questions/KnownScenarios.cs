using AccountTwins.LoadTest.Running;

namespace AccountTwins.LoadTest.Load.Questions;

/// <summary>
/// People who accept an agent's answers until its scenarios are known, as a tenant at work has them: of a scenario that nobody ever looked at every
/// answer is drawn for an audit, and no people could read thousands a second.
/// </summary>
internal static class KnownScenarios
{
    private const int AnswersARound = 200;
    private const int RoundsMax = 100;
    private const int PeopleAtOnce = 16;

    /// <summary>Of a round's answers. As shipped one in twenty is audited however well an agent is known; some scenarios come so rarely that they stay new.</summary>
    private const double AuditedMax = 0.1;

    private const string Accepted = """{"verb":"accept","goals":"serves","severity":"none"}""";

    /// <summary>Asks and accepts, round by round, until hardly an answer is drawn any more. Throws where that never comes.</summary>
    /// <param name="reviewer">With another key than the agent's: nobody judges what they asked for.</param>
    /// <param name="ask">One decision of the agent's, by its number.</param>
    public static async Task AcceptAsync(RawHttp reviewer, Func<int, Task> ask, CancellationToken cancellationToken)
    {
        for (var round = 0; round < RoundsMax; round++)
        {
            await Parallel.ForEachAsync(Enumerable.Range(round * AnswersARound, AnswersARound), cancellationToken, async (number, _) => await ask(number));
            var audits = await ReviewIds.AllAsync(reviewer, "kind=audit");
            if (audits.Count <= AuditedMax * AnswersARound)
                return;
            var people = new ParallelOptions { MaxDegreeOfParallelism = PeopleAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(audits, people, async (id, _) => await AcceptAsync(reviewer, id));
        }

        throw new InvalidOperationException($"After {RoundsMax * AnswersARound} answers more than {AuditedMax:P0} of them are audited still.");
    }

    private static async Task AcceptAsync(RawHttp reviewer, string id)
    {
        var path = $"/v1/reviews/{Uri.EscapeDataString(id)}";
        await reviewer.PostAsync($"{path}/claim", "{}");
        await reviewer.PostAsync(path, Accepted);
    }
}
