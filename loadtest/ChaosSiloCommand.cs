using System.Globalization;
using AccountTwins.LoadTest.Running;
using AccountTwins.Silo.Hosting;
using AccountTwins.Silo.Ingestion.Kafka;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.LoadTest;

/// <summary>
/// <c>chaos-silo [in-group] ARGUMENTS OF A SILO</c>: a silo whose wall clock jumps when a line of input says <c>clock SECONDS</c>. In a
/// group it reads as a member of its consumer group, as each silo of a cluster does: so partitions can be taken from it and given back
/// where there is no cluster.
/// </summary>
internal static class ChaosSiloCommand
{
    public const string Name = "chaos-silo";
    public const string InGroup = "in-group";

    public static string ClockCommand(TimeSpan shift) => string.Create(CultureInfo.InvariantCulture, $"clock {shift.TotalSeconds:0}");

    public static async Task<int> RunAsync(string[] arguments)
    {
        var isInGroup = arguments is [InGroup, ..];
        if (CommandLine.Read(arguments.AsSpan(isInGroup ? 1 : 0)) is not CommandLine.Serve serve)
            throw new ArgumentException("The silo does not take its arguments.");
        var clock = new ShiftedClock();
        // A read of standard input cannot be broken off: its thread ends with the process.
        new Thread(() => Obey(clock)) { IsBackground = true, Name = "commands" }.Start();
        return await SiloApp.RunAsync(serve.Settings, Console.Error, services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            if (isInGroup)
                services.PostConfigure<KafkaOptions>(kafka => kafka.IsShared = true);
        });
    }

    private static void Obey(ShiftedClock clock)
    {
        while (Console.ReadLine() is { } line)
        {
            var isKnown = line.Split(' ') is ["clock", var text] && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
            if (isKnown)
                clock.Shift = TimeSpan.FromSeconds(int.Parse(line["clock ".Length..], CultureInfo.InvariantCulture));
            Console.WriteLine(isKnown ? CommandAnswers.Done(line) : CommandAnswers.Refused(line));
        }
    }
}
