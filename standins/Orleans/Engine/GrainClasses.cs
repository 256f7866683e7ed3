using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Serialization;

namespace AccountTwins.StandIns.Engine;

/// <summary>All grain classes of the process: those of every assembly that refers to this one, loaded yet or not.</summary>
internal sealed class GrainClasses
{
    private readonly Dictionary<GrainType, GrainClass> _byType = [];
    private readonly ConcurrentDictionary<(Type Interface, string? Prefix), GrainClass> _byInterface = new();

    public GrainClasses(GrainCollectionOptions options)
    {
        foreach (var type in Assemblies().SelectMany(each => each.GetTypes()).Where(each => each is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && typeof(IGrain).IsAssignableFrom(each) && typeof(IGrainBase).IsAssignableFrom(each)))
        {
            var known = new GrainClass(type, options);
            if (!_byType.TryAdd(known.GrainType, known))
                throw new OrleansConfigurationException($"{type} and {_byType[known.GrainType].Type} are both of grain type \"{known.GrainType}\": give one of them a [GrainType].");
        }
    }

    public GrainClass this[GrainType type] =>
        _byType.TryGetValue(type, out var found) ? found : throw new ArgumentException($"Could not find an implementation for grain type {type}.");

    public GrainClass Implementing(Type grainInterface, string? prefix) => _byInterface.GetOrAdd((grainInterface, prefix), static (key, self) => self.Find(key.Interface, key.Prefix), this);

    /// <summary>Refuses to start with an interface that carries a type which cannot be copied, and names every one of them.</summary>
    public void Check()
    {
        var complaints = new List<string>();
        foreach (var grainInterface in _byType.Values.SelectMany(each => each.Interfaces).Distinct().Where(each => !each.ContainsGenericParameters))
        {
            try
            {
                GrainInterface.For(grainInterface);
            }
            catch (CodecNotFoundException complaint)
            {
                complaints.Add($"{grainInterface}: {complaint.Message}");
            }
        }

        if (complaints.Count > 0)
            throw new OrleansConfigurationException($"Found unserializable or uncopyable types which are being referenced in grain interface signatures:\n{string.Join('\n', complaints)}");
    }

    private static IEnumerable<Assembly> Assemblies()
    {
        var own = typeof(GrainClasses).Assembly;
        var found = new Dictionary<string, Assembly>();
        var queue = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(each => each is not AssemblyBuilder && !each.IsDynamic));
        while (queue.TryDequeue(out var assembly))
        {
            if (!found.TryAdd(assembly.FullName!, assembly) || IsFramework(assembly.GetName()))
                continue;
            foreach (var name in assembly.GetReferencedAssemblies().Where(each => !IsFramework(each) && !found.ContainsKey(each.FullName)))
            {
                if (TryLoad(name) is { } reference)
                    queue.Enqueue(reference);
            }
        }

        return found.Values.Where(each => each == own || each.GetReferencedAssemblies().Any(reference => reference.Name == own.GetName().Name));
    }

    private static bool IsFramework(AssemblyName name) =>
        name.Name is "mscorlib" or "netstandard" || name.Name!.StartsWith("System.", StringComparison.Ordinal) || name.Name.StartsWith("Microsoft.", StringComparison.Ordinal);

    // An optional reference that was not deployed has no grains in it.
    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private GrainClass Find(Type grainInterface, string? prefix)
    {
        var candidates = _byType.Values.Where(each => grainInterface.IsAssignableFrom(each.Type)).ToArray();
        if (prefix is not null)
            candidates = [.. candidates.Where(each => each.Type.FullName!.StartsWith(prefix, StringComparison.Ordinal))];
        if (candidates.Length > 1 && candidates.Where(each => each.Type.Name == grainInterface.Name[1..]).ToArray() is [var conventional])
            return conventional;
        return candidates switch
        {
            [var only] => only,
            [] => throw new ArgumentException($"Could not find an implementation for interface {grainInterface}."),
            _ => throw new ArgumentException($"Unable to identify a single appropriate grain type for interface {grainInterface}. Candidates: {string.Join(", ", candidates.Select(each => each.Type))}"),
        };
    }
}
