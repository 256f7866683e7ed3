using AccountTwins.Domain.Learning.Lessons;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Silo.Learning;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>Lessons in memory, by the domain's own rules.</summary>
internal sealed class FakeLessons : ILessons
{
    public static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public LessonBook Now { get; set; } = LessonBook.Empty;

    public void Propose(long id, string account, string text, string scenario = "grant_credit~billing~small") =>
        Now = Now.With(new LessonEntry.Proposed(id, new LessonDraft(scenario, scenario[..scenario.IndexOf('~')], account, $"{id}-00000000@{account}", "r1", "amount edited", text, "ann", At), []), At);

    public void Approve(long id, LessonReach reach = LessonReach.Scenario) => Now = Now.With(new LessonEntry.Approved(id, null, reach, "lea", []), At.AddDays(id));

    public ValueTask<LessonShelf> ShelfAsync(string tenant, CancellationToken cancellationToken) => new(tenant == ApiHost.Tenant ? new LessonShelf(Now) : LessonShelf.Empty);

    public Task<LessonBook> ReadAsync(string tenant) => Task.FromResult(Now);

    public Task<LessonsReply> DecideAsync(string tenant, LessonAsk ask, CancellationToken cancellationToken)
    {
        LessonEntry entry = ask.Act switch
        {
            "approve" => new LessonEntry.Approved(ask.Id, ask.Text, ask.IsForAccount ? LessonReach.Account : LessonReach.Scenario, ask.By, []),
            "decline" => new LessonEntry.Declined(ask.Id, ask.By, ask.Reason),
            _ => new LessonEntry.Retired(ask.Id, ask.By, ask.Reason!),
        };
        var refusal = Now.Refusal(entry);
        if (refusal is null)
            Now = Now.With(entry, At);
        return Task.FromResult(new LessonsReply { Standing = TwinStanding.Ready, Refusal = refusal });
    }
}
