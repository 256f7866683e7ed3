using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>An account with something in every part.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static AccountView Account(string account = "acct-1", string tenant = ApiHost.Tenant) => new()
    {
        Tenant = tenant,
        Account = account,
        Revision = 42,
        AsOf = Now,
        Incidents = [],
        Profile = new AccountProfileView
        {
            Name = "Northwind Traders",
            Segment = "enterprise",
            Region = "EMEA",
            Industry = "logistics",
            Owner = "dana@vendor.example",
            Language = "de",
            PreferredChannel = "email",
            AiContact = AiContact.AssistOnly,
            Lifecycle = "active",
            CustomerSince = Now.AddDays(-700),
            Goals = ["Cut handling time by a third"],
            Domains = ["northwind.example"],
            ExternalIds = ["crm:0017"],
        },
        Contract = new AccountContractView
        {
            Status = "active",
            Arr = 240000m,
            Currency = "EUR",
            Start = new DateOnly(2025, 4, 15),
            End = new DateOnly(2026, 4, 14),
            AutoRenew = true,
            NoticeDays = 30,
            Seats = 120,
            Products = ["core"],
            SupportPlans = [new AccountSupportPlanView { Product = "core", Plan = "premium" }],
        },
        Health = new AccountHealthView
        {
            Score = 41.5m,
            Band = HealthBand.AtRisk,
            EvidenceShare = 0.8m,
            NeverConnected = ["sentiment"],
            Drivers =
            [
                new AccountDriverView { Name = "adoption", Points = 10, PointsMax = 30, At = Now.AddDays(-1), Reason = "use fell by half", Fresh = true },
                new AccountDriverView { Name = "support", Points = 5.5m, PointsMax = 20, At = Now.AddDays(-2), Reason = "an escalation is open", Fresh = true },
                new AccountDriverView { Name = "billing", Points = 20, PointsMax = 25, At = Now.AddDays(-20), Reason = "one invoice late", Fresh = true },
                new AccountDriverView { Name = "relationship", Points = 6, PointsMax = 10, At = Now.AddDays(-9), Fresh = true },
            ],
        },
        Flags = [new AccountFlagView { Kind = "low_health", OpenedAt = Now.AddDays(-3), FirstFamily = "usage" }],
        Stakeholders =
        [
            new AccountStakeholderView { Name = "Ines Vogel", Role = "VP Operations", Email = "ines@northwind.example", Champion = true },
            new AccountStakeholderView { Name = "Tom Reiter", Role = "Admin", Email = "tom@northwind.example" },
        ],
        Tickets = [new AccountTicketView { Ticket = "T-9", Subject = "Export fails", Severity = "high", Escalated = true, OpenedAt = Now.AddDays(-4), Contacts = 3 }],
        Promises = [new AccountPromiseView { Promise = "P-1", What = "Fix by Friday", ByAi = true, DueOn = new DateOnly(2026, 2, 28), Overdue = true }],
        BillingProblems = [new AccountBillingProblemView { Kind = BillingProblem.Overdue, Reference = "INV-7", Since = Now.AddDays(-20) }],
        Clocks = [new AccountClockView { Kind = ClockKind.FirstResponse, Ticket = "T-9", DueAt = Now.AddHours(2) }],
        Positions = [new AccountPositionView { Stream = 1, Offset = 900 }],
        Feeds =
        [
            new AccountFeedView { Family = "usage", State = FeedState.Live, AgeSeconds = 4, Source = "/product", LastSignalAt = Now.AddSeconds(-30) },
            new AccountFeedView { Family = "support", State = FeedState.Late, AgeSeconds = 900, Source = "/desk", LastSignalAt = Now.AddDays(-2) },
            new AccountFeedView { Family = "billing", State = FeedState.Dead, AgeSeconds = 90000, Source = "/erp" },
            new AccountFeedView { Family = "sentiment", State = FeedState.NeverConnected },
        ],
    };
}
