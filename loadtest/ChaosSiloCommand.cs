using System.Globalization;
using AccountTwins.LoadTest.Running;
using AccountTwins.Silo.Hosting;
using AccountTwins.Silo.Ingestion.Kafka;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.LoadTest;

/// <summary>
/// <c>chaos-silo [in-group] ARGUMENTS OF A SILO</c>: a silo that takes lines of input. <c>clock SECONDS</c> makes its wall clock jump; <c>heap FILE</c>
/// collects all garbage and writes how many bytes are left. In a group it reads as a member of its consumer group, as each silo of a cluster does: so
/// partitions can be taken from it and given back where there is no cluster.
/// </summary>
internal static class ChaosSiloCommand
{
    public const string Name = "chaos-silo";
    public const string InGroup = "in-group";

    public static string ClockCommand(TimeSpan shift) => string.Create(CultureInfo.InvariantCulture, $"clock {shift.TotalSeconds:0}");

    public static string HeapCommand(string file) => "heap " + file;

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
            var isKnown = true;
            switch (line.Split(' ', 2))
            {
                case ["clock", var text] when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds):
                    clock.Shift = TimeSpan.FromSeconds(seconds);
                    break;
                case ["heap", var file]:
                    File.WriteAllText(file, HeapBytes().ToString(CultureInfo.InvariantCulture));
                    break;
                default:
                    isKnown = false;
                    break;
            }

            Console.WriteLine(isKnown ? CommandAnswers.Done(line) : CommandAnswers.Refused(line));
        }
    }

    private static long HeapBytes()
    {
        for (var round = 0; round < 2; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
