using AccountTwins.Domain.Signals;

namespace AccountTwins.Silo.Sample.Generated;

/// <summary>
/// One account lived day by day: the hidden truth and the stories that show it. Gone once it has churned. Stories put their facts on the
/// agenda; a day's facts are those whose time has come.
/// </summary>
internal sealed class AccountLife
{
    private readonly ContractStory contract;
    private readonly IReadOnlyList<Action<int>> stories;
    private readonly Agenda agenda;
    private readonly DateOnly origin;
    private bool isGone;

    /// <param name="origin">The date of day 0.</param>
    public AccountLife(AccountTraits account, DateOnly origin, SampleRandom random, IReadOnlyList<int> incidentDays)
    {
        Account = account;
        Random = random;
        Health = new HiddenHealth(random);
        this.origin = origin;
        agenda = new Agenda(account);
        People = new PeopleStory(this);
        contract = new ContractStory(this);
        stories =
        [
            People.Live, contract.Live, new OnboardingStory(this).Live, new UsageStory(this).Live,
            new SupportStory(this, incidentDays).Live, new BillingStory(this).Live, new VoiceStory(this).Live, new PromiseStory(this).Live,
        ];
    }

    public AccountTraits Account { get; }

    public SampleRandom Random { get; }

    public HiddenHealth Health { get; }

    public PeopleStory People { get; }

    public ContractState Contract => contract.State;

    /// <summary>Days since the account was first heard of.</summary>
    public int Age(int day) => day - Account.FirstDay;

    public DateOnly Date(int day) => origin.AddDays(day);

    public bool IsWorkday(int day) => Date(day).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>A moment of office hours of that day.</summary>
    public DateTimeOffset Moment(int day) => Start(day).AddSeconds(Random.Between(7 * 3600, 18 * 3600));

    public void Tell(int day, Fact fact) => Tell(Moment(day), fact);

    public void Tell(DateTimeOffset time, Fact fact) => agenda.Add(time, fact);

    /// <summary>The customer left at the end of this day; what was still to come does not.</summary>
    public void Leave(int day, Fact fact)
    {
        agenda.Clear();
        Tell(Start(day).AddHours(18), fact);
        isGone = true;
    }

    /// <summary>Lives one day and adds what happened on it.</summary>
    public void Live(int day, List<SampleEvent> happened)
    {
        if (Age(day) < 0)
            return;
        if (!isGone)
        {
            if (Age(day) % 7 == 6)
                Health.NextWeek();
            foreach (var story in stories)
            {
                if (!isGone)
                    story(day);
            }
        }

        agenda.TakeBefore(Start(day + 1), happened);
    }

    /// <summary>Midnight of that day, UTC.</summary>
    public DateTimeOffset Start(int day) => new(Date(day), TimeOnly.MinValue, TimeSpan.Zero);
}
