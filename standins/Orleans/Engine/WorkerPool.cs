using Orleans.Runtime;

namespace AccountTwins.StandIns.Engine;

/// <summary>The activations of one stateless worker: a call goes to an idle one, to a new one up to the limit, or to the least loaded.</summary>
internal sealed class WorkerPool(GrainEngine engine, GrainClass grainClass, GrainId grainId) : ICallTarget
{
    private readonly List<Activation> _workers = [];

    public Activation[] Workers
    {
        get
        {
            lock (_workers)
                return [.. _workers];
        }
    }

    public void Receive(Call call)
    {
        Activation worker;
        lock (_workers)
        {
            var least = _workers.MinBy(each => each.Load);
            if (least is null || (least.Load > 0 && _workers.Count < grainClass.WorkersMax))
            {
                worker = new Activation(engine, grainClass, grainId);
                _workers.Add(worker);
                worker.BeginActivation(call);
                return;
            }

            worker = least;
        }

        worker.Receive(call);
    }

    public void Forget(Activation activation)
    {
        lock (_workers)
            _workers.Remove(activation);
    }
}
