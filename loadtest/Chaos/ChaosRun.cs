using System.Diagnostics;
using AccountTwins.LoadTest.Audit;

namespace AccountTwins.LoadTest.Chaos;

/// <summary>
/// Injects one fault after another while signals stream in, measures how long the silo takes to recover from each, and audits every twin
/// at intervals and at the end. Kinds, moments and lengths come from the seed; what the silo is doing then does not.
/// </summary>
public sealed class ChaosRun(ChaosOptions options, TextWriter output)
{
    private static readonly TimeSpan SendEvery = TimeSpan.FromMilliseconds(20);

    private readonly Random _random = new(options.Seed);
    private readonly Oracle _oracle = new();
    private readonly ChaosTally _tally = new();

    public async Task<ChaosReport> RunAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var at = TimeProvider.System.GetUtcNow();
        await using var rig = await ChaosRig.OpenAsync(options);
        var kinds = FaultKinds.Of(options.Kinds);
        var possible = kinds.Where(kind => kind.WhyNot(rig) is null).ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        string? failure;
        try
        {
            failure = await RunAsync(rig, FaultSchedule.Make(possible, options.Faults, _random), stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
        }

        var skipped = kinds.Where(kind => kind.WhyNot(rig) is not null).ToDictionary(kind => kind.Kind, kind => kind.WhyNot(rig)!);
        return new ChaosReport
        {
            At = at,
            Store = rig.Database.Name,
            Seed = options.Seed,
            Planned = options.Faults,
            Took = Stopwatch.GetElapsedTime(began),
            Messages = rig.Producer.Sent,
            Audits = _tally.Audits,
            Kinds = _tally.ByKind(),
            Skipped = options.Kinds.Count > 0 ? skipped : skipped.Concat(FaultKinds.Elsewhere).ToDictionary(),
            Audit = _tally.Audit,
            Failure = failure,
        };
    }

    /// <summary>What ended it early; null when it went through.</summary>
    private async Task<string?> RunAsync(ChaosRig rig, IReadOnlyList<IFault> schedule, CancellationToken cancellationToken)
    {
        var flow = new Flow(options.Workload, rig.Producer, _oracle);
        flow.Start(cancellationToken);
        rig.IsInGroup = schedule[0].NeedsGroup;
        rig.StartSilo();
        await Recovery.WatchAsync(rig, options.StalledAfter, cancellationToken);
        for (var number = 1; number <= schedule.Count; number++)
        {
            var fault = schedule[number - 1];
            try
            {
                if (await InjectAsync(rig, flow, fault, number, cancellationToken) is { } differences)
                    return differences;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                return $"fault {number} {fault.Kind}: {exception}";
            }
        }

        return null;
    }

    private async Task<string?> InjectAsync(ChaosRig rig, Flow flow, IFault fault, int number, CancellationToken cancellationToken)
    {
        if (fault.NeedsGroup != rig.IsInGroup)
        {
            rig.IsInGroup = fault.NeedsGroup;
            rig.StartSilo();
            await Recovery.WatchAsync(rig, options.StalledAfter, cancellationToken);
        }

        flow.Allow((double)number / options.Faults);
        await Task.Delay(options.FlowMax * _random.NextDouble(), cancellationToken);
        var since = Stopwatch.GetTimestamp();
        await fault.InjectAsync(rig, _random, cancellationToken);
        var lasted = Stopwatch.GetElapsedTime(since);
        var recovery = await Recovery.WatchAsync(rig, options.StalledAfter, cancellationToken);
        await flow.ThrowIfFailedAsync();
        _tally.Add(number, fault.Kind, recovery);
        await output.WriteLineAsync(
            $"fault {number,3}: {fault.Kind,-14} {lasted.TotalSeconds,6:0.00} s; answered after {recovery.FirstAnswer.TotalSeconds:0.00} s, caught up after {recovery.CaughtUp.TotalSeconds:0.00} s");
        if (number % options.AuditEvery != 0 && number != options.Faults)
            return null;
        await AuditAsync(rig, flow, cancellationToken);
        return _tally.Audit!.IsClean ? null : $"an audit after these faults: {_tally.Suspects}";
    }

    /// <summary>Lets everything that was sent become durable, and compares.</summary>
    private async Task AuditAsync(ChaosRig rig, Flow flow, CancellationToken cancellationToken)
    {
        while (!flow.IsDone)
        {
            await flow.ThrowIfFailedAsync();
            await Recovery.CommittedAsync(rig, Stopwatch.GetTimestamp(), options.StalledAfter, cancellationToken);
            await Task.Delay(SendEvery, cancellationToken);
        }

        await rig.Producer.FlushAsync(cancellationToken);
        await Recovery.CommittedAsync(rig, Stopwatch.GetTimestamp(), options.StalledAfter, cancellationToken);
        _tally.Add(await Auditor.AuditAsync(_oracle, rig.Database, rig.Producer.Malformed, rig.Broker.BootstrapServers, withOrder: false));
    }
}
