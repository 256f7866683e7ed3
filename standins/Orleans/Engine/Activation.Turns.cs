using System.Diagnostics;
using Orleans.Runtime;

namespace AccountTwins.StandIns.Engine;

/// <summary>One work item after the other, on whatever pool thread comes by: calls that may start, continuations, and tasks the grain made.</summary>
internal sealed partial class Activation : IThreadPoolWorkItem
{
    private static readonly Action<object?> PumpAction = static state => ((Activation)state!).Pump();

    // Longer than this, and other activations get the thread.
    private static readonly TimeSpan Quantum = TimeSpan.FromMilliseconds(50);

    // A queue is only lent: an idle activation holds none.
    [ThreadStatic]
    private static Queue<object>? _spareQueue;

    // The task that this thread is starting, and which is no work for the queue.
    [ThreadStatic]
    private static Task? _starting;

    private Queue<object>? _work;
    private bool _scheduled;

    void IThreadPoolWorkItem.Execute()
    {
        // Work runs inside a task of this scheduler; that is what brings continuations back here.
        var pump = new Task(PumpAction, this);
        _starting = pump;
        pump.Start(this);
        _starting = null;
        TryExecuteTask(pump);
    }

    public void Post(Action<Activation> action) => Enqueue(action);

    public void Post(Action action) => Enqueue(action);

    protected override void QueueTask(Task task)
    {
        if (!ReferenceEquals(task, _starting))
            Enqueue(task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(RuntimeContext.Current, this) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (this)
            return _work?.OfType<Task>().ToArray() ?? [];
    }

    private void Enqueue(object item)
    {
        lock (this)
        {
            if (_work is null)
            {
                _work = _spareQueue ?? new Queue<object>();
                _spareQueue = null;
            }

            _work.Enqueue(item);
            if (_scheduled)
                return;
            _scheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    private void Pump()
    {
        var outer = RuntimeContext.Current;
        RuntimeContext.Current = this;
        var started = Stopwatch.GetTimestamp();
        try
        {
            while (TryTake(out var item))
            {
                switch (item)
                {
                    case Call call:
                        call.Run(this);
                        break;
                    case Task task:
                        TryExecuteTask(task);
                        break;
                    case Action<Activation> action:
                        action(this);
                        break;
                    case Action action:
                        action();
                        break;
                }

                if (Stopwatch.GetElapsedTime(started) > Quantum)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                    return;
                }
            }
        }
        finally
        {
            RuntimeContext.Current = outer;
        }
    }

    private bool TryTake(out object item)
    {
        lock (this)
        {
            if (_work!.TryDequeue(out item!))
                return true;
            _spareQueue = _work;
            _work = null;
            _scheduled = false;
            return false;
        }
    }
}
