using AccountTwins.Domain.Latitudes;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Learning;

/// <summary>How entries change the book.</summary>
public sealed partial record ScenarioBook
{
    /// <summary>Odds are announced in so many steps, so that not every review is a change of the tenant's settings.</summary>
    private const double OddsSteps = 20;

    private delegate (ScenarioLatitude Next, LatitudeChange? Change) Step(ScenarioLatitude latitude);

    /// <summary>The book after an entry; this very object when it changes nothing.</summary>
    public ScenarioBook With(ScenarioEntry entry, DateTimeOffset at) => entry switch
    {
        ScenarioEntry.Reviewed reviewed => Known(reviewed.Release, reviewed.Rules, at)
            .Stepped(reviewed.Release, reviewed.Rules, at, latitude => latitude.Observe(reviewed.Review, reviewed.Rules, at))
            .Stepped(reviewed.Release, reviewed.Rules, at, latitude => latitude.Look(reviewed.Rules, at)),
        ScenarioEntry.ReviewedTwice twice => Known(twice.Release, twice.Rules, at)
            .Stepped(twice.Release, twice.Rules, at, latitude => (latitude.ObservePair(twice.First, twice.Second), null)),
        ScenarioEntry.OutcomeSeen seen => Known(seen.Release, seen.Rules, at)
            .Stepped(seen.Release, seen.Rules, at, latitude => latitude.ObserveOutcome(seen.SpeaksAgainst, seen.Rules, at)),
        ScenarioEntry.Borrowed borrowed => Stepped(borrowed.Release, borrowed.Rules, at, latitude => latitude.Borrow(borrowed.Others, borrowed.Rules, at)),
        ScenarioEntry.Acted acted => ActedWith(acted, at),
        ScenarioEntry.ResetProposed proposed => ProposedWith(proposed, at),
        ScenarioEntry.Announced announced => AnnouncedWith(announced),
        ScenarioEntry.ChildReviewed child => ChildWith(child, at),
        _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.GetType().Name, "No kind of entry."),
    };

    /// <summary>
    /// With a release: a first one has everything that the playbook gives, a later one starts at the lowest step of those used lately. Beyond
    /// the bound the one that was used longest ago goes.
    /// </summary>
    private ScenarioBook Known(string release, LearningRules rules, DateTimeOffset at)
    {
        if (Find(release) is not null)
            return this;
        if (Releases.Count == 0)
            return this with { Releases = [new ReleaseLatitude(release, ScenarioLatitude.Start(Latitude.Full, at), 0, 0, 1, at)] };
        var (latitude, change) = Tightest().ForRelease(rules, at);
        var kept = Releases.Count < ReleasesMax ? Releases : [.. Releases.Where(one => !ReferenceEquals(one, Releases.MinBy(each => each.UsedAt)))];
        return (this with { LastChange = LastChange + 1, Releases = [.. kept, new ReleaseLatitude(release, latitude, LastChange + 1, 0, 1, at)] }).Keeping(release, change);
    }

    /// <summary>The lowest of the releases used lately, of several the last; held where any of them is, because nobody has looked at that error yet.</summary>
    private ScenarioLatitude Tightest()
    {
        ScenarioLatitude[] lately = [.. EarlierReleases.UsedLately(Releases, one => one.UsedAt).Select(one => one.Latitude)];
        var lowest = lately.Min(one => one.Step);
        return lately.Last(one => one.Step == lowest) with { IsHeld = lately.Any(one => one.IsHeld) };
    }

    private ScenarioBook Stepped(string release, LearningRules rules, DateTimeOffset at, Step step)
    {
        if (Find(release) is not { } known)
            return this;
        var (latitude, change) = step(known.Latitude);
        if (latitude == known.Latitude && change is null)
            return this;
        if (change is null && latitude.Offer is { } offer && offer != known.Latitude.Offer)
            change = offer.AsChange(latitude.Step);
        var odds = OddsOf(latitude, rules, at);
        var isNews = change is not null || latitude.Step != known.Latitude.Step || odds != known.AuditProbability;
        var last = isNews ? LastChange + 1 : LastChange;
        var next = known with { Latitude = latitude, AuditProbability = odds, Change = isNews ? last : known.Change, UsedAt = at };
        return (this with { LastChange = last, Releases = [.. Releases.Select(one => ReferenceEquals(one, known) ? next : one)] }).Keeping(release, change);
    }

    /// <summary>What a person's wish comes to: one that sets the step higher than it is takes a second person who wants the same.</summary>
    public ScenarioEntry Asked(ScenarioEntry.Acted wish, DateTimeOffset now)
    {
        var to = wish.To < wish.Rules.Ceiling ? wish.To : wish.Rules.Ceiling;
        if (wish.Act != ScenarioAct.Reset || !Releases.Any(one => (wish.Release is null || one.Release == wish.Release) && one.Latitude.Step < to))
            return wish;
        return Proposed is { } known && known.IsOf(wish.Release, wish.To, now) && !IsSame(known.By, wish.By)
            ? wish with { Proposer = known.By }
            : new ScenarioEntry.ResetProposed(wish.Release, wish.To, wish.By, wish.Reason);
    }

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private ScenarioBook ProposedWith(ScenarioEntry.ResetProposed proposed, DateTimeOffset at) =>
        Proposed is { } known && known.IsOf(proposed.Release, proposed.To, at) && IsSame(known.By, proposed.By)
            ? this
            : this with { Proposed = new ResetProposal(proposed.Release, proposed.To, proposed.By, at) };

    private ScenarioBook ActedWith(ScenarioEntry.Acted acted, DateTimeOffset at)
    {
        var book = acted.Act == ScenarioAct.Reset ? this with { Proposed = null } : this;
        foreach (var one in Releases.Where(one => acted.Release is null || one.Release == acted.Release))
        {
            book = book.Stepped(one.Release, acted.Rules, at, latitude => acted.Act switch
            {
                ScenarioAct.Freeze => latitude.Freeze(acted.By, at),
                ScenarioAct.Unfreeze => latitude.Unfreeze(acted.By, at),
                ScenarioAct.Release => latitude.Release(acted.By, at),
                ScenarioAct.AcceptOffer => latitude.Accept(acted.By, acted.Rules, at),
                ScenarioAct.Reset => latitude.Reset(acted.Proposer is { } first ? $"{first}, {acted.By}" : acted.By, acted.To, acted.Rules, at),
                _ => throw new ArgumentOutOfRangeException(nameof(acted), acted.Act, "There is no such act."),
            });
        }

        return book;
    }

    private ScenarioBook AnnouncedWith(ScenarioEntry.Announced announced) => Find(announced.Release) is { } known && known.Announced < announced.Change
        ? this with { Releases = [.. Releases.Select(one => ReferenceEquals(one, known) ? one with { Announced = announced.Change } : one)] }
        : this;

    private ScenarioBook ChildWith(ScenarioEntry.ChildReviewed child, DateTimeOffset at)
    {
        var known = Children.FirstOrDefault(one => one.Scenario == child.Scenario && one.Release == child.Release)
            ?? new ChildAgreement(child.Scenario, child.Release, default);
        var next = known with { Recent = known.Recent.With(child.Score, child.Probability, at, child.DaysUntilHalf) };
        // Last reviewed stands last, so the bound takes what was reviewed longest ago.
        var others = Children.Where(one => !ReferenceEquals(one, known)).ToList();
        return this with { Children = [.. others.Skip(Math.Max(0, others.Count - ChildrenMax + 1)), next] };
    }

    /// <summary>Under the number that the book has just given.</summary>
    private ScenarioBook Keeping(string release, LatitudeChange? change) =>
        change is null ? this : this with { Changes = [.. Changes.Skip(Math.Max(0, Changes.Count - ChangesKept + 1)), new ReleaseChange(release, change, LastChange)] };

    /// <summary>Rounded up: a coarser word never means fewer audits.</summary>
    private static double OddsOf(ScenarioLatitude latitude, LearningRules rules, DateTimeOffset at)
    {
        var odds = new ReviewSampling(rules.Parameters, 0).OddsOf(long.MaxValue, latitude, at).Own;
        return odds <= rules.Parameters.ReviewFloor ? odds : Math.Ceiling(odds * OddsSteps) / OddsSteps;
    }
}
