using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Playbooks.Format;

/// <summary>From the pieces of a file to a playbook: first the shape of every value, then the playbook, then what only the whole can tell.</summary>
public static class PlaybookDocument
{
    /// <param name="root">What the file holds.</param>
    /// <param name="hash">SHA-256 of the file's bytes, lower-case hex.</param>
    public static PlaybookReading Read(PlaybookNode root, string hash)
    {
        var errors = new PlaybookErrors();
        PlaybookFormat.Root.Check(root, "", errors);
        if (!errors.IsEmpty)
            return PlaybookReading.Bad(errors);

        var values = new FileValues(root);
        var (matrix, fault) = PlaybookBinder.Matrix(values);
        if (fault is not null)
            Add(new PlaybookProblem($"matrix.{MatrixRows.WordOf(fault.Tier)}.{EnumWords<Health.HealthBand>.Of(fault.Band)}", PlaybookCodes.MatrixLooser, $"{fault.Text}."));
        var (holdsAbove, thresholds) = PlaybookBinder.Tiers(values);
        foreach (var problem in ValueTierRule.Problems(holdsAbove, thresholds))
            Add(new PlaybookProblem("value.tiers", PlaybookCodes.Tiers, problem));
        if (matrix is null || !errors.IsEmpty)
            return PlaybookReading.Bad(errors);

        var playbook = PlaybookBinder.Bind(values, hash, matrix, new ValueTierRule(holdsAbove, thresholds));
        foreach (var problem in PlaybookCheck.Problems(playbook))
            Add(problem);
        return errors.IsEmpty ? PlaybookReading.Good(playbook) : PlaybookReading.Bad(errors);

        void Add(PlaybookProblem problem) => errors.Add(PlaybookPaths.Nearest(root, problem.Path), problem.Path, problem.Code, problem.Text);
    }
}
