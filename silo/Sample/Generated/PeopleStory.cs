using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Facts;

namespace AccountTwins.Silo.Sample.Generated;

/// <summary>The customer's people, who come and go, and the vendor's visits to them. A champion who leaves is felt for months.</summary>
internal sealed class PeopleStory(AccountLife life)
{
    private static readonly string[] Roles = ["Head of Operations", "Head of Finance", "IT Lead", "Team Lead", "Key User"];
    private static readonly string[][] Goals =
    [
        ["close the month in three days"], ["one source of truth for all sites", "fewer manual exports"], ["halve the time to onboard a colleague"],
        ["audit without spreadsheets"], ["roll out to the second division this year"],
    ];

    private static readonly TouchKind[] Touches = [TouchKind.Call, TouchKind.Meeting, TouchKind.Email, TouchKind.Email];
    private readonly List<string> present = [];
    private string? champion;
    private int nextTouch;
    private int newChampionOn = -1;

    /// <summary>Somebody of the customer's, or null when everybody known has left.</summary>
    public string? Anyone() => present.Count == 0 ? null : life.Random.Pick(present);

    public void Live(int day)
    {
        if (life.Age(day) == 0)
            Meet(day);
        if (champion is not null && present.Count > 1 && life.Random.Chance(0.0006))
            LoseChampion(day);
        if (day == newChampionOn)
            champion = Join(day, champion: true);
        if (day >= nextTouch && life.IsWorkday(day))
            Touch(day);
    }

    private void Meet(int day)
    {
        var account = life.Account;
        life.Tell(life.Start(day).AddHours(5), new AccountCreated
        {
            Name = account.Name,
            Segment = account.Segment.Name,
            Region = account.Region,
            Industry = account.Industry,
            Owner = account.Owner,
            Goals = ValueList.Create<string>(life.Random.Pick(Goals)),
            Language = account.Region switch { "DE" => "de", "FR" => "fr", "ES" => "es", _ => "en" },
            PreferredChannel = life.Random.Chance(0.7) ? "email" : "chat",
            AiContact = life.Random.Unit() switch { < 0.80 => AiContact.Allowed, < 0.95 => AiContact.AssistOnly, _ => AiContact.None },
            ExternalIds = [new("crm", $"CRM-{account.Key.Account}")],
            Domains = [account.Domain],
        });
        champion = Join(day, champion: true);
        for (var more = life.Random.Between(1, account.Segment.SeatsMax > 300 ? 5 : 2); more > 0; more--)
            Join(day, champion: false);
        nextTouch = day + life.Random.Between(1, account.Segment.DaysBetweenTouches);
    }

    private string? Join(int day, bool champion)
    {
        var (name, mailbox) = CompanyNames.Person(life.Random);
        var email = $"{mailbox}@{life.Account.Domain}";
        if (present.Contains(email))
            return null;
        present.Add(email);
        life.Tell(day, new StakeholderJoined(email, name, life.Random.Pick(Roles), champion));
        return email;
    }

    private void LoseChampion(int day)
    {
        life.Tell(day, new StakeholderLeft(champion!, life.Random.Chance(0.6) ? "changed employer" : "new role"));
        present.Remove(champion!);
        champion = null;
        newChampionOn = day + life.Random.Between(20, 120);
        life.Health.Push(-0.22);
    }

    /// <summary>The owner looks in at the segment's rhythm, and sooner where it looks bad: half of the time somebody notices.</summary>
    private void Touch(int day)
    {
        var kind = life.Random.Pick(Touches);
        life.Tell(day, new HumanTouch(kind, life.Account.Owner, Contact: Anyone()));
        if (kind is not TouchKind.Email)
            life.Tell(day, new WorkLogged(life.Random.Between(2, 6) * 15, "csm", "relationship"));
        life.Health.Push(0.012);
        var worried = life.Health.Level < 0.4 && life.Random.Chance(0.5);
        nextTouch = day + Math.Max(5, life.Account.Segment.DaysBetweenTouches / (worried ? 3 : 1) + life.Random.Between(-3, 3));
    }
}
