using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Accounts.Parts;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Health;
using AccountTwins.Domain.Incidents;
using AccountTwins.Domain.Telemetry;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Interfaces.Contracts;
using DomainContact = AccountTwins.Domain.Signals.AiContact;

namespace AccountTwins.Grains.Mapping;

/// <summary>
/// A twin as its readers see it at one moment. Assesses the health under the feeds as they are now: what a feed's state or the hour
/// changes is seen without any signal.
/// </summary>
public static class AccountViewOf
{
    /// <param name="standing">Null: value and latitude are not known.</param>
    public static AccountView Twin(AccountTwin twin, FeedStates feeds, DateTimeOffset now, StandingBasis? standing = null)
    {
        var health = HealthRules.Assess(twin, feeds, now);
        return Twin(twin, feeds, now, health, standing?.Book) with
        {
            Value = standing?.Value(health),
            Latitude = standing?.Latitude(twin, health, feeds, now),
            LateScenarios = standing?.Scenarios() ?? [],
        };
    }

    private static AccountView Twin(AccountTwin twin, FeedStates feeds, DateTimeOffset now, HealthScore health, DecisionBook? book) => new()
    {
        Tenant = twin.Key.Tenant,
        Account = twin.Key.Account,
        Revision = twin.Revision,
        Profile = Profile(twin, now),
        Contract = twin.Contract is { } contract ? Contract(contract, now) : null,
        Health = HealthViewOf.Score(health),
        Flags = twin.Risk.Open is { } flag ? [FlagViewOf.Flag(flag)] : [],
        Stakeholders = Stakeholders(twin),
        Tickets = OpenWorkOf.Tickets(twin),
        Promises = OpenWorkOf.Promises(twin, book, now),
        BillingProblems = OpenWorkOf.BillingProblems(twin, now),
        Clocks = Clocks(twin, now),
        Measures = Measures(twin, now),
        Positions = Positions(twin),
        AsOf = now,
        Feeds = FeedViewsOf.Twin(twin, feeds),
    };

    public static AccountIncidentView[] Incidents(IEnumerable<DeclaredIncident> incidents, AccountTwin twin, DateTimeOffset now) =>
    [
        .. from incident in incidents
           where IncidentTopic.Concerns(incident.Topic, twin, [], now)
           select new AccountIncidentView { Name = incident.Name, Topic = incident.Topic, Since = incident.At, IsDetected = incident.Evidence is not null },
    ];

    private static AccountProfileView Profile(AccountTwin twin, DateTimeOffset now)
    {
        var profile = twin.Profile;
        return new AccountProfileView
        {
            Name = profile.Name,
            Segment = profile.Segment,
            Region = profile.Region,
            Industry = profile.Industry,
            Owner = profile.Owner,
            Language = profile.Language,
            PreferredChannel = profile.PreferredChannel,
            AiContact = profile.AiContact switch
            {
                DomainContact.Allowed => AiContact.Allowed,
                DomainContact.AssistOnly => AiContact.AssistOnly,
                DomainContact.None => AiContact.None,
                _ => AiContact.Unspecified,
            },
            Lifecycle = WireWords<Lifecycle>.Of(twin.LifecycleAt(now)),
            CustomerSince = twin.CustomerSince,
            Goals = [.. profile.Goals],
            Domains = [.. profile.Domains],
            ExternalIds = [.. profile.ExternalIds],
        };
    }

    private static AccountContractView Contract(Contract contract, DateTimeOffset now) => new()
    {
        Status = contract.IsCancelled ? "cancelled" : contract.IsInForce(now) ? "active" : "ended",
        Arr = contract.Arr,
        Currency = contract.Currency,
        GrossMargin = contract.GrossMargin,
        Start = contract.StartsOn,
        End = contract.LastDay,
        AutoRenew = contract.AutoRenew,
        NoticeDays = (int?)contract.NoticeDays,
        Seats = (int?)contract.Seats,
        Products = [.. contract.Products.Select(product => product.Product)],
        SupportPlans =
        [
            .. contract.Products.Where(product => product.SupportPlan is not null)
                .Select(product => new AccountSupportPlanView { Product = product.Product, Plan = product.SupportPlan! }),
        ],
        Clauses = [.. contract.Clauses],
    };

    private static AccountStakeholderView[] Stakeholders(AccountTwin twin)
    {
        var people = new List<AccountStakeholderView>(twin.Stakeholders.Count);
        foreach (var person in twin.Stakeholders.Items)
        {
            if (person.HasLeft)
                continue;
            people.Add(new AccountStakeholderView { Name = person.Name, Role = person.Role, Email = person.Email, Champion = person.IsChampion, JoinedAt = person.Since });
        }

        return [.. people.OrderByDescending(person => person.Champion)];
    }

    /// <summary>The last day for notice, while it lies ahead and the contract would otherwise go on by itself.</summary>
    private static AccountClockView[] Clocks(AccountTwin twin, DateTimeOffset now) =>
        twin.Contract is { IsCancelled: false, AutoRenew: true, NoticeBy: { } day } && day >= DateOnly.FromDateTime(now.UtcDateTime)
            ? [new AccountClockView { Kind = ClockKind.Notice, DueAt = new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) }]
            : [];

    private static AccountMeasureView[] Measures(AccountTwin twin, DateTimeOffset now)
    {
        var windows = twin.Measures.All;
        var views = new AccountMeasureView[windows.Count];
        for (var index = 0; index < views.Length; index++)
        {
            var window = windows[index];
            views[index] = new AccountMeasureView
            {
                Measure = WireWords<Measure>.Of(window.Measure),
                Last7Days = window.SumOver(7, now),
                Last28Days = window.SumOver(28, now),
                Fast = Rounded(window.PerDay(Decay.Fast, now)),
                Slow = Rounded(window.PerDay(Decay.Slow, now)),
                LastDay = DateOnly.FromDayNumber(window.NewestDay),
            };
        }

        return views;
    }

    private static AccountPositionView[] Positions(AccountTwin twin)
    {
        var entries = twin.Positions.Entries;
        var views = new AccountPositionView[entries.Length];
        for (var index = 0; index < views.Length; index++)
            views[index] = new AccountPositionView { Stream = entries[index].Stream, Offset = entries[index].Offset };
        return views;
    }

    /// <summary>Three significant digits, at most two after the point: an average over days moves with every minute, and what a minute moves says nothing.</summary>
    private static decimal Rounded(double value)
    {
        if (value < 10)
            return (decimal)Math.Round(value * 100) * 0.01m;
        if (value < 100)
            return (decimal)Math.Round(value * 10) * 0.1m;
        // In whole numbers: a logarithm, a power and a division of decimals each time took a twentieth of a view.
        var step = 1m;
        while (value >= 1000)
            (value, step) = (value / 10, step * 10);
        return (decimal)Math.Round(value) * step;
    }
}
