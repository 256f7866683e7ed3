using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Silo.Security;
using AccountTwins.Silo.Storage.Changes;

namespace AccountTwins.Silo.Changes.Streams;

/// <summary>How a stream ended, as metrics say it.</summary>
internal static class StreamEnds
{
    public const string Left = "left";
    public const string TooSlow = "too_slow";
    public const string TimeUp = "time_up";
    public const string Draining = "draining";
    public const string NotAllowed = "not_allowed";
    public const string Removed = "removed";
    public const string Failed = "failed";
}

/// <summary>
/// Writes one subscriber's stream of server-sent events: first what the log holds behind its cursor, then what comes. It holds no change itself, and a
/// subscriber that does not keep up is cut with a word on why, to come back with its last id.
/// </summary>
internal sealed class ChangeStream(ChangeBuffer buffer, IChangeLog log, SemaphoreSlim catchingUp, ChangeOptions options, TimeProvider clock)
{
    private const int AtOnce = 64;

    private static readonly byte[] RetryLine = "retry: 2000\n"u8.ToArray();

    private long _told;

    /// <summary>Until it ends: how it did. Throws <see cref="OperationCanceledException"/> when the subscriber leaves.</summary>
    public async Task<string> RunAsync(PipeWriter body, string tenant, long after, ChangeFilter filter, CredentialWatch right, CancellationToken draining, CancellationToken left)
    {
        var started = clock.GetTimestamp();
        var spoke = started;
        var frames = new ChangeFrame[AtOnce];
        body.Write(RetryLine);
        Tell(body, after);
        if (!await FlushAsync(body, left))
            return StreamEnds.TooSlow;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(draining, right.Ended, left);
        for (var isLive = false; ;)
        {
            if (draining.IsCancellationRequested)
                return await CutAsync(body, ReasonCodes.Draining, StreamEnds.Draining, left);
            if (right.Ended.IsCancellationRequested)
                return await CutAsync(body, right.Reason, StreamEnds.NotAllowed, left);
            if (clock.GetElapsedTime(started) >= options.StreamFor)
                return StreamEnds.TimeUp;
            var pulse = buffer.NextPulse();
            var count = buffer.Take(after, frames);
            if (count < 0 && isLive)
                return await CutAsync(body, ReasonCodes.SubscriberTooSlow, StreamEnds.TooSlow, left);
            isLive |= count >= 0;
            if (count < 0)
                count = await CatchUpAsync(tenant, after, frames, left);
            if (count < 0)
                return await CutAsync(body, ReasonCodes.CursorExpired, StreamEnds.Removed, left);
            if (count == 0)
            {
                await pulse.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                left.ThrowIfCancellationRequested();
                if (buffer.Newest > after)
                    continue;
                Beat(body, after);
            }
            else
            {
                after = frames[count - 1].Number;
                if (!Write(body, frames.AsSpan(0, count), filter))
                {
                    if (clock.GetElapsedTime(spoke) < options.HeartbeatEvery)
                        continue;
                    Beat(body, after);
                }
            }

            if (!await FlushAsync(body, left))
                return StreamEnds.TooSlow;
            spoke = clock.GetTimestamp();
        }
    }

    /// <summary>From the log: a page at a time, few subscribers at once. -1: what comes next was removed.</summary>
    private async Task<int> CatchUpAsync(string tenant, long after, ChangeFrame[] frames, CancellationToken left)
    {
        await catchingUp.WaitAsync(left);
        try
        {
            var page = await log.ReadAsync(tenant, after, frames.Length, left);
            if (page.Count == 0 || page[0].Number != after + 1)
                return -1;
            for (var index = 0; index < page.Count; index++)
                frames[index] = ChangeFrame.Of(page[index]);
            return page.Count;
        }
        finally
        {
            catchingUp.Release();
        }
    }

    /// <summary>False when the filter dropped them all. The frames are let go.</summary>
    private bool Write(PipeWriter body, Span<ChangeFrame> frames, ChangeFilter filter)
    {
        var told = _told;
        foreach (var frame in frames)
        {
            if (!filter.Takes(frame))
                continue;
            body.Write(frame.Bytes.Span);
            _told = frame.Number;
        }

        frames.Clear();
        return _told != told;
    }

    private void Beat(PipeWriter body, long number)
    {
        body.Write(": beat\n"u8);
        Tell(body, number);
    }

    /// <summary>An id without data moves the reader's cursor over what its filter dropped, so that it never falls out of what is kept.</summary>
    private void Tell(PipeWriter body, long number)
    {
        if (number == _told && number > 0)
        {
            body.Write("\n"u8);
            return;
        }

        body.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {number}\n\n")));
        _told = number;
    }

    private async Task<string> CutAsync(PipeWriter body, ReasonCode code, string end, CancellationToken left)
    {
        body.Write(Encoding.UTF8.GetBytes($"event: cut\ndata: {{\"code\":\"{code.Code}\",\"text\":\"{code.Text}\"}}\n\n"));
        await FlushAsync(body, left);
        return end;
    }

    /// <summary>False: the subscriber did not take it in time.</summary>
    private async ValueTask<bool> FlushAsync(PipeWriter body, CancellationToken left)
    {
        var flush = body.FlushAsync(left);
        if (flush.IsCompletedSuccessfully)
            return !flush.Result.IsCompleted ? true : throw new OperationCanceledException(left);
        try
        {
            var result = await flush.AsTask().WaitAsync(options.SendWithin, clock, left);
            return !result.IsCompleted ? true : throw new OperationCanceledException(left);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
