using System.Collections.Concurrent;
using System.Globalization;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace AccountTwins.StandIns.Engine;

/// <summary>States that live as long as the process, as JSON, so that no grain shares an object with the store.</summary>
internal sealed class MemoryStorage(string name) : IGrainStorage
{
    private readonly ConcurrentDictionary<(string, GrainId), Record> _records = new();
    private long _version;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var found = _records.GetValueOrDefault((stateName, grainId));
        grainState.State = found is null ? default : StateJson.Read<T>(found.Payload);
        grainState.ETag = found?.ETag;
        grainState.RecordExists = found is not null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var found = _records.GetValueOrDefault(key);
        var written = new Record(StateJson.Write(grainState.State), Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture));
        var isFirst = found is null && grainState.ETag is null;
        if (isFirst ? !_records.TryAdd(key, written) : found?.ETag != grainState.ETag || !_records.TryUpdate(key, written, found!))
            throw Conflict(grainId, key, grainState.ETag);
        grainState.ETag = written.ETag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        if (_records.TryGetValue(key, out var found) && (found.ETag != grainState.ETag || !_records.TryRemove(new(key, found))))
            throw Conflict(grainId, key, grainState.ETag);
        grainState.State = default;
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private InconsistentStateException Conflict(GrainId grainId, (string, GrainId) key, string? etag) =>
        new($"Version conflict in storage \"{name}\" for {grainId}", _records.GetValueOrDefault(key)?.ETag, etag);

    private sealed record Record(byte[] Payload, string ETag);
}
