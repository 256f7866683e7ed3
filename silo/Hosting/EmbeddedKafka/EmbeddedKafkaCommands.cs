using System.Globalization;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace AccountTwins.Silo.Hosting;

/// <summary>
/// Faults of an endpoint in a process of its own, told over its input, a line each:
/// <c>down</c>, <c>up</c>, <c>delay 200</c> (milliseconds), <c>fail Fetch NotLeaderForPartition,RequestTimedOut</c>, <c>clear Fetch</c>.
/// </summary>
public static class EmbeddedKafkaCommands
{
    /// <summary>The answer to a line: <c>done: LINE</c> when it has taken effect, else <c>refused: LINE</c>.</summary>
    public static string Run(EmbeddedKafkaFaults faults, string line) => TryRun(faults, line) ? Done(line) : $"refused: {line}";

    public static string Done(string line) => $"done: {line}";

    private static bool TryRun(EmbeddedKafkaFaults faults, string line)
    {
        switch (line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            case ["down"]:
                faults.TakeDown();
                return true;
            case ["up"]:
                faults.BringUp();
                return true;
            case ["delay", var text] when ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds):
                faults.Delay(TimeSpan.FromMilliseconds(milliseconds));
                return true;
            case ["fail", var name, var list] when Enum.TryParse<KafkaApi>(name, out var api) && ErrorsOf(list) is { } errors:
                faults.FailNext(api, errors);
                return true;
            case ["clear", var name] when Enum.TryParse<KafkaApi>(name, out var api):
                faults.Clear(api);
                return true;
            default:
                return false;
        }
    }

    private static ErrorCode[]? ErrorsOf(string list)
    {
        var names = list.Split(',');
        return Array.TrueForAll(names, name => Enum.TryParse<ErrorCode>(name, out _)) ? Array.ConvertAll(names, Enum.Parse<ErrorCode>) : null;
    }
}
