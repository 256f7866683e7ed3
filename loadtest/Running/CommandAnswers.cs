using System.Collections.Concurrent;

namespace AccountTwins.LoadTest.Running;

/// <summary>Tells a child process commands, a line each, and finds their answers between the other lines of its output.</summary>
internal sealed class CommandAnswers
{
    private const string Taken = "done: ";
    private const string NotTaken = "refused: ";

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<TaskCompletionSource<string>> _waiting = new();

    public static string Done(string command) => Taken + command;

    public static string Refused(string command) => NotTaken + command;

    /// <summary>Takes a line of output.</summary>
    public void Note(string line)
    {
        if ((line.StartsWith(Taken, StringComparison.Ordinal) || line.StartsWith(NotTaken, StringComparison.Ordinal)) && _waiting.TryDequeue(out var answer))
            answer.TrySetResult(line);
    }

    /// <summary>Returns when the command has taken effect. One at a time.</summary>
    public async Task TellAsync(ChildProcess process, string command)
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(answer);
        process.Tell(command);
        if (await answer.Task.WaitAsync(Within) is var line && line != Done(command))
            throw new InvalidOperationException($"The process answered '{line}' to '{command}'.");
    }
}
