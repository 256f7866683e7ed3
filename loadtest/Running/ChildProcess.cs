using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AccountTwins.LoadTest.Running;

/// <summary>A program of this solution as a process of its own, its output kept in a file. It ends with this process at the latest.</summary>
public sealed class ChildProcess : IDisposable
{
    private static readonly ConcurrentDictionary<ChildProcess, bool> Living = new();

    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly StreamWriter _log;
    private readonly Action<string>? _listener;
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var child in Living.Keys)
            child.Dispose();
    };

    private ChildProcess(Process process, StreamWriter log, Action<string>? listener) => (_process, _log, _listener) = (process, log, listener);

    /// <summary>The first line of its output; fails when it ends without one.</summary>
    public Task<string> FirstLine => _firstLine.Task;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public int Id => _process.Id;

    /// <summary>Starts <c>dotnet ASSEMBLY arguments</c>, the assembly beside this one; every line of output goes to a listener, too.</summary>
    public static ChildProcess Start(string assembly, IEnumerable<string> arguments, string logFile, Action<string>? listener = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var child = new ChildProcess(new Process { StartInfo = start }, new StreamWriter(logFile, append: true) { AutoFlush = true }, listener);
        child._process.OutputDataReceived += (_, line) => child.Note(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Note(line.Data);
        child._process.Start();
        Living[child] = true;
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Gives it a line of input.</summary>
    public void Tell(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>SIGKILL: nothing of the program runs any more when this returns.</summary>
    public void Kill()
    {
        if (_process.HasExited)
            return;
        _process.Kill();
        _process.WaitForExit(TimeSpan.FromSeconds(10));
    }

    /// <summary>SIGTERM, and waits for the end. Throws <see cref="TimeoutException"/>.</summary>
    public async Task StopAsync(TimeSpan deadline)
    {
        Signal(15);
        await _process.WaitForExitAsync().WaitAsync(deadline);
    }

    /// <summary>SIGSTOP: the program stands still, its memory and connections stay.</summary>
    public void Freeze() => Signal(19);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Signal(18);

    public void Dispose()
    {
        if (!Living.TryRemove(this, out _))
            return;
        Kill();
        _process.Dispose();
        lock (_gate)
            _log.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            _firstLine.TrySetException(new InvalidOperationException("The process ended without a word."));
            return;
        }

        _firstLine.TrySetResult(line);
        _listener?.Invoke(line);
        lock (_gate)
        {
            if (_log.BaseStream is not null)
                _log.WriteLine(line);
        }
    }

    private void Signal(int signal)
    {
        if (!_process.HasExited && SendSignal(_process.Id, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} did not reach process {_process.Id}.");
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
