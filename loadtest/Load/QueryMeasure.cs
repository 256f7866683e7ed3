using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.LoadTest.Running;
using AccountTwins.LoadTest.Workload;
using AccountTwins.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AccountTwins.LoadTest.Load;

/// <summary>What a question costs while signals stream in, and what a twin weighs: measured in a silo inside this process.</summary>
internal sealed class QueryMeasure(BrokerProcess broker, TopicPlan topics, SiloSetup setup) : IAsyncDisposable
{
    private const int PerSecond = 250;

    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    /// <summary>Callers that wait for a verdict at any moment, when the rate is what is asked for.</summary>
    private const int DecidersAtOnce = 512;

    private readonly Guid _run = Guid.NewGuid();
    private readonly int _port = SiloProcess.FreePort();
    private WebApplication? _silo;
    private long _asked;

    private IGrainFactory Grains => _silo!.Services.GetRequiredService<IGrainFactory>();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (CommandLine.Read(SiloProcess.ArgumentsOf(setup, _port)) is not CommandLine.Serve serve)
            throw new InvalidOperationException("The silo does not take its arguments.");
        _silo = SiloApp.Build(serve.Settings);
        await _silo.StartAsync(cancellationToken);
    }

    /// <summary>Every way of asking, one after the other, with signals coming in at a given rate all the time.</summary>
    public async Task<Answers> RunAsync(BurstTraffic traffic, int signalsPerSecond, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var producer = new PacedProducer(broker.BootstrapServers, topics);
        var streaming = Task.Run(() => StreamAsync(producer, traffic, signalsPerSecond, stop.Token), CancellationToken.None);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", setup.Key.Value);

        await OpenLoop.RunAsync(PerSecond, Warmup, AskInProcess);
        var inProcess = await OpenLoop.RunAsync(PerSecond, Duration, AskInProcess);
        await OpenLoop.RunAsync(PerSecond, Warmup, AskHttp);
        var overHttp = await OpenLoop.RunAsync(PerSecond, Duration, AskHttp);
        await OpenLoop.RunAsync(PerSecond, Warmup, Decide);
        var verdicts = await OpenLoop.RunAsync(PerSecond, Duration, Decide);
        await stop.CancelAsync();
        await streaming;
        var perSecond = await ClosedLoop.RunAsync(DecidersAtOnce, Duration, Decide);
        return new Answers(inProcess, overHttp, verdicts, perSecond);

        async Task Decide(int number)
        {
            var reply = await Grains.GetGrain<IDecisionGrain>(AccountOf(number).ToString()).Decide(AskOf(number));
            if (reply.View?.DecisionId is null)
                throw new InvalidOperationException($"A decision ended with {reply.Standing} {reply.Refusal}.");
        }

        async Task AskInProcess(int number)
        {
            var reading = await Grains.GetGrain<IAccountGrain>(AccountOf(number).ToString()).Read();
            if (reading.Standing != TwinStanding.Ready)
                throw new InvalidOperationException($"A twin answered {reading.Standing}.");
        }

        async Task AskHttp(int number)
        {
            using var answer = await http.GetAsync(new Uri($"/v1/accounts/{AccountOf(number).Account}/context", UriKind.Relative), cancellationToken);
            await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellationToken);
        }

        AccountKey AccountOf(int number) => BurstTraffic.AccountOf((int)((uint)number * 2654435761u % (uint)traffic.Accounts));
    }

    /// <summary>Managed bytes per resident twin, activation included, and those of the twin's own values alone.</summary>
    public async Task<(double Resident, double Values)> WeighAsync(int twins, int signalsEach, DateTimeOffset end)
    {
        await Grains.GetGrain<IAccountGrain>($"{Traffic.Tenant}/heavy-before").Accept(BundleOf(-1, signalsEach, end).Bundle);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var start = 0; start < twins; start += 200)
        {
            await Task.WhenAll(Enumerable.Range(start, Math.Min(200, twins - start)).Select(index =>
                Grains.GetGrain<IAccountGrain>($"{Traffic.Tenant}/heavy-{index:000000}").Accept(BundleOf(index, signalsEach, end).Bundle)));
        }

        var resident = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)twins;

        before = GC.GetTotalMemory(forceFullCollection: true);
        var values = new AccountTwin[Math.Min(twins, 2_000)];
        for (var index = 0; index < values.Length; index++)
            values[index] = AccountTwin.Empty(new(Traffic.Tenant, $"heavy-{index:000000}")).Accept(BundleOf(index, signalsEach, end).Signals).Twin;
        var own = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)values.Length;
        GC.KeepAlive(values);
        return (resident, own);
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is null)
            return;
        await _silo.StopAsync();
        await _silo.DisposeAsync();
    }

    private async Task StreamAsync(PacedProducer producer, BurstTraffic traffic, int perSecond, CancellationToken cancellationToken)
    {
        var tick = TimeSpan.FromMilliseconds(20);
        using var timer = new PeriodicTimer(tick);
        var owed = 0.0;
        try
        {
            for (var ticks = 0; await timer.WaitForNextTickAsync(cancellationToken); ticks++)
            {
                if (ticks % 25 == 0 && await setup.Database.CommittedAsync(setup.LogId) is { } positions)
                    producer.Committed(positions);
                owed += perSecond * tick.TotalSeconds;
                if (!producer.HasRoom)
                    continue;
                foreach (var message in traffic.Take((long)owed))
                    producer.Send(message);
                owed -= (long)owed;
            }
        }
        catch (OperationCanceledException)
        {
            await producer.FlushAsync(CancellationToken.None);
        }
    }

    private DecisionAsk AskOf(int number) => new()
    {
        Actions = [new ActionAsk { Type = "reply", Category = "how_to", Draft = "The export is under Settings, Data." }],
        Agent = new AgentView { Id = "load", Release = "load-1" },
        Conversation = $"c-{number}",
        IdempotencyKey = $"{_run}-{Interlocked.Increment(ref _asked)}",
        SupportedObligations = ["disclose_ai", "no_new_commitment", "no_billing_fact", "report_outcome", "cap_amount"],
    };

    private static (SignalBundle Bundle, Signal[] Signals) BundleOf(int number, int count, DateTimeOffset end)
    {
        var random = new Random(number);
        var life = new AccountLife($"heavy-{number:000000}", number + 2);
        var signals = new Signal[count];
        for (var index = 0; index < count; index++)
        {
            var time = end.AddSeconds(-random.Next(30 * 86_400));
            signals[index] = Signal.Of(life.Next(random, time), time, Traffic.Source, $"{number}-{index}");
        }

        return (new SignalBundle { Bodies = [.. signals.Select(signal => signal.Body)] }, signals);
    }
}

/// <summary>What was asked while signals came in, and how many verdicts a second the silo gives with nothing else to do.</summary>
internal sealed record Answers(Latencies InProcess, Latencies Http, Latencies Verdicts, double VerdictsPerSecond);
