using System.Globalization;
using System.Runtime.InteropServices;

namespace AccountTwins.Silo.Hosting;

/// <summary>
/// Runs an embedded endpoint as a process of its own, so that its messages outlive a silo that is killed. It ends when its input ends
/// (the parent is gone, however it died) or on SIGTERM or Ctrl-C.
/// </summary>
public static class EmbeddedKafkaHost
{
    /// <summary>
    /// Prints the bootstrap address as the first line and, when asked to, writes it to <paramref name="portFile"/>, which appears whole
    /// or not at all. Lines of input are <see cref="EmbeddedKafkaCommands"/>, each answered by a line. Completes after the endpoint is closed.
    /// </summary>
    public static async Task RunAsync(
        IReadOnlyDictionary<string, int> topics, string? portFile, Stream input, TextWriter output, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var kafka = EmbeddedKafka.Start(topics);
        if (portFile is not null)
        {
            var unfinished = $"{portFile}.{Environment.ProcessId}";
            await File.WriteAllTextAsync(unfinished, kafka.BootstrapServers, stop.Token);
            File.Move(unfinished, portFile, overwrite: true);
        }

        await output.WriteLineAsync(kafka.BootstrapServers);
        await output.FlushAsync(stop.Token);
        await ObeyAsync(kafka.Faults, input, output, stop.Token);

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Reads <c>signals.usage=4,signals.crm=2</c>. Throws <see cref="FormatException"/>.</summary>
    public static IReadOnlyDictionary<string, int> ParseTopics(string text)
    {
        var topics = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.LastIndexOf('=');
            if (equals < 1
                || !int.TryParse(part.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var partitions)
                || partitions < 1
                || !topics.TryAdd(part[..equals], partitions))
            {
                throw new FormatException($"'{part}' is no topic: expected a new name=partitions, such as signals.usage=4.");
            }
        }

        return topics;
    }

    /// <summary>Until the input ends. A read of standard input cannot be broken off, so it waits on a thread that a stop leaves behind.</summary>
    private static async Task ObeyAsync(EmbeddedKafkaFaults faults, Stream input, TextWriter output, CancellationToken cancellationToken)
    {
        var ended = Task.Run(
            () =>
            {
                using var lines = new StreamReader(input, leaveOpen: true);
                while (lines.ReadLine() is { } line)
                {
                    output.WriteLine(EmbeddedKafkaCommands.Run(faults, line));
                    output.Flush();
                }
            },
            CancellationToken.None);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(stopped.SetResult);
        await await Task.WhenAny(ended, stopped.Task);
    }
}
