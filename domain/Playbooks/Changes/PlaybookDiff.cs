namespace AccountTwins.Domain.Playbooks.Changes;

/// <summary>What changes from one playbook to another, in the file's words, and whether each change tightens or loosens.</summary>
public static class PlaybookDiff
{
    public static PlaybookChanges Between(Playbook before, Playbook after)
    {
        var (old, now) = (PlaybookTerms.Of(before), PlaybookTerms.Of(after));
        var known = old.ToDictionary(term => term.Path, StringComparer.Ordinal);
        var stays = now.Select(term => term.Path).ToHashSet(StringComparer.Ordinal);
        var gone = old.Where(term => !stays.Contains(term.Path)).ToList();
        var come = now.Where(term => !known.ContainsKey(term.Path)).Select(term => term.Path).ToHashSet(StringComparer.Ordinal);
        var left = gone.Select(term => term.Path).ToHashSet(StringComparer.Ordinal);
        return new PlaybookChanges(
        [
            .. from term in now
               where come.Contains(term.Path) ? !IsWithin(term.Path, come) : known[term.Path].Text != term.Text
               select come.Contains(term.Path)
                   ? new PlaybookChange(term.Path, null, term.Text, term.From(null))
                   : new PlaybookChange(term.Path, known[term.Path].Text, term.Text, Changed(known[term.Path], term)),
            .. gone.Where(term => !IsWithin(term.Path, left)).Select(term => new PlaybookChange(term.Path, term.Text, null, term.To(null))),
        ]);
    }

    /// <summary>
    /// A term may stand on another scale than before, when its rule was made active say. The inner values of a rule that only now acts
    /// (or no longer does) have no direction of their own then: what the rule does as a whole is told by its status.
    /// </summary>
    private static ChangeDirection Changed(PlaybookTerm before, PlaybookTerm after)
    {
        var (to, from) = (before.To(after), after.From(before));
        return to == from ? to : ChangeDirection.Neither;
    }

    /// <summary>True for what lies within an item that itself came or went.</summary>
    private static bool IsWithin(string path, HashSet<string> items)
    {
        for (var end = path.LastIndexOf('.'); end > 0; end = path.LastIndexOf('.', end - 1))
        {
            if (items.Contains(path[..end]))
                return true;
        }

        return false;
    }
}
