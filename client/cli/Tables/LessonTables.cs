using AccountTwins.Cli.Terminals;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Tables;

/// <summary>Lessons for people.</summary>
internal static class LessonTables
{
    public static void Write(Call call, LessonView[] lessons) =>
        call.Write(["id", "state", "scenario", "account", "what was wrong", "text", "by", "decided by"], lessons.Select(one => new object?[]
        {
            one.Id, one.Reach is null ? one.State : $"{one.State} ({one.Reach})", one.Scenario, one.Account, one.Fault, one.Text, one.Author, one.DecidedBy,
        }));
}
