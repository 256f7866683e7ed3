using System.Collections.Concurrent;
using AccountTwins.Domain.Accounts;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Gathering;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountTwins.Tests.Silo.Storage.Gathering;

/// <summary>How concurrent calls become batches, without a database: the test answers each batch by hand.</summary>
public sealed class GatheringTests
{
    private readonly BlockingCollection<(Request[] Batch, TaskCompletionSource<int[]> Answer)> batches = [];

    [Fact]
    public async Task Calls_during_a_batch_make_the_next_one_sorted_and_each_key_once()
    {
        await using var gathering = Open(rowsMax: 100);
        var first = gathering.AskAsync(new("z", 0), default);
        var one = batches.Take();
        Task<int>[] later = [.. new[] { "c", "a", "b", "a", "c", "a" }.Select((key, i) => gathering.AskAsync(new(key, i), default))];
        Answer(one);

        Assert.Equal("a1 b2 c0", Answer(batches.Take()));
        Assert.Equal("a3 c4", Answer(batches.Take()));
        Assert.Equal("a5", Answer(batches.Take()));
        Assert.Equal("0 1 2 3 4 5", string.Join(' ', await Task.WhenAll(later)));
        Assert.Equal(0, await first);
    }

    [Fact]
    public async Task Batch_stays_within_rows_and_bytes()
    {
        await using var gathering = Open(rowsMax: 3, bytesMax: 100);
        var first = gathering.AskAsync(new("z", 0), default);
        var one = batches.Take();
        var later = Task.WhenAll(new[] { 10, 10, 10, 10, 90, 20, 500, 1 }.Select((size, i) => gathering.AskAsync(new($"k{i}", i, size), default)));
        Answer(one);

        Assert.Equal("k00 k11 k22", Answer(batches.Take()));
        Assert.Equal("k33 k44", Answer(batches.Take()));
        Assert.Equal("k55", Answer(batches.Take()));
        Assert.Equal("k66", Answer(batches.Take()));
        Assert.Equal("k77", Answer(batches.Take()));
        await later;
        await first;
    }

    [Fact]
    public async Task Request_whose_caller_gave_up_is_never_sent()
    {
        await using var gathering = Open(rowsMax: 100);
        var first = gathering.AskAsync(new("z", 0), default);
        var one = batches.Take();
        using var impatient = new CancellationTokenSource();
        var given = gathering.AskAsync(new("a", 1), impatient.Token);
        var kept = gathering.AskAsync(new("b", 2), default);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Answer(one);

        Assert.Equal("b2", Answer(batches.Take()));
        Assert.Equal(2, await kept);
        await first;
    }

    [Fact]
    public async Task Failed_batch_fails_its_callers_and_no_others()
    {
        await using var gathering = Open(rowsMax: 1);
        var first = gathering.AskAsync(new("a", 1), default);
        var second = gathering.AskAsync(new("b", 2), default);

        batches.Take().Answer.SetException(new InvalidOperationException("bug"));
        Answer(batches.Take());

        await Assert.ThrowsAsync<StoreUnavailableException>(() => first);
        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task Answer_that_does_not_come_and_room_that_does_not_come_end_in_time()
    {
        await using var gathering = Open(rowsMax: 1, queueMax: 1, wait: TimeSpan.FromMilliseconds(50));
        var calls = Enumerable.Range(0, 5).Select(i => gathering.AskAsync(new($"k{i}", i), default)).ToArray();

        foreach (var call in calls)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => call);

        // The one that was sent is answered late; the others were taken back.
        Answer(batches.Take());
        Assert.Empty(batches);
    }

    [Fact]
    public async Task Closed_gathering_refuses()
    {
        var gathering = Open(rowsMax: 1);
        await gathering.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => gathering.AskAsync(new("a", 1), default));
    }

    private Gathering<Request, int> Open(int rowsMax, int bytesMax = 1000, int queueMax = 100, TimeSpan? wait = null) => new(
        "tests",
        new GatheringLimits(1, rowsMax, bytesMax, queueMax, wait ?? TimeSpan.FromSeconds(30)),
        request => new AccountKey("t", request.Key),
        request => request.Size,
        (batch, _) =>
        {
            var answer = new TaskCompletionSource<int[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            batches.Add((batch, answer));
            return answer.Task;
        },
        TimeProvider.System,
        NullLogger.Instance);

    private static string Answer((Request[] Batch, TaskCompletionSource<int[]> Answer) batch)
    {
        batch.Answer.SetResult([.. batch.Batch.Select(request => request.Number)]);
        return string.Join(' ', batch.Batch.Select(request => request.Key + request.Number));
    }

    private sealed record Request(string Key, int Number, int Size = 1);
}
