namespace AccountTwins.Tests.Silo.Ingestion.Simulation;

/// <summary>One actor's queue: its steps run in order, one at a time, when the simulation says so. Frozen, it never runs again.</summary>
internal sealed class SteppedScheduler : TaskScheduler
{
    private readonly Queue<Task> _steps = new();

    public bool IsFrozen { get; set; }

    public bool HasWork => !IsFrozen && _steps.Count > 0;

    public TaskFactory Factory => new(CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskContinuationOptions.None, this);

    public void RunOne() => TryExecuteTask(_steps.Dequeue());

    protected override void QueueTask(Task task) => _steps.Enqueue(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _steps;
}
