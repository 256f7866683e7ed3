using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization;

namespace AccountTwins.StandIns.Engine;

/// <summary>
/// Copies what crosses a grain boundary, so that neither side sees the other's later changes. Immutable types pass by reference.
/// A type that is neither known nor marked [GenerateSerializer] is refused when the interface is first used, not when it first goes wrong.
/// </summary>
internal static class DeepCopy
{
    private static readonly HashSet<Type> Values =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid), typeof(Uri),
        typeof(Version), typeof(CultureInfo), typeof(Int128), typeof(UInt128), typeof(Half), typeof(System.Numerics.BigInteger), typeof(System.Text.Rune),
        typeof(CancellationToken), typeof(IPAddress), typeof(IPEndPoint), typeof(GrainId), typeof(GrainType), typeof(IdSpan), typeof(SiloAddress), typeof(Nothing),
    ];

    private static readonly HashSet<Type> Containers =
    [
        typeof(List<>), typeof(Queue<>), typeof(Stack<>), typeof(LinkedList<>), typeof(HashSet<>), typeof(SortedSet<>), typeof(Dictionary<,>), typeof(SortedDictionary<,>),
        typeof(SortedList<,>), typeof(ConcurrentDictionary<,>), typeof(ConcurrentQueue<>),
    ];

    private static readonly HashSet<Type> Frozen =
    [
        typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableHashSet<>), typeof(ImmutableSortedSet<>), typeof(ImmutableDictionary<,>),
        typeof(ImmutableSortedDictionary<,>), typeof(ImmutableQueue<>), typeof(ImmutableStack<>),
    ];

    private static readonly ConcurrentDictionary<Type, Plan> Plans = new();

    private delegate object Copier(object value, Seen seen);

    /// <summary>A copier for values of this type, or null where the value itself may be passed on.</summary>
    public static Func<object, object>? For(Type type)
    {
        var plan = PlanFor(type);
        plan.Check([]);
        return plan.IsImmutable ? null : value => CopyRuntime(value, type, new Seen());
    }

    private static object CopyRuntime(object value, Type declared, Seen seen)
    {
        var actual = value.GetType();
        var plan = PlanFor(actual);
        if (actual != declared)
            plan.Check([]);
        if (plan.IsImmutable)
            return value;
        if (!actual.IsValueType && seen.TryGet(value, out var copied))
            return copied;
        return plan.Copy!(value, seen);
    }

    private static Plan PlanFor(Type type) => Plans.TryGetValue(type, out var plan) ? plan : Plans.GetOrAdd(type, Make(type));

    private static Plan Make(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return PlanFor(underlying) is { IsImmutable: true } inner ? inner : new Plan(type, Parts: [underlying], Copy: (value, seen) => CopyRuntime(value, underlying, seen));
        if (type.IsPrimitive || type.IsEnum || Values.Contains(type) || typeof(Type).IsAssignableFrom(type) || typeof(Exception).IsAssignableFrom(type))
            return new Plan(type);
        if (typeof(IAddressable).IsAssignableFrom(type))
            return typeof(GrainReference).IsAssignableFrom(type) ? new Plan(type) : new Plan(type, Copy: (value, _) => value is IGrainBase grain ? grain.GrainContext.GrainReference.Cast(type.IsInterface ? type : typeof(IAddressable)) : value);
        if (type.IsDefined(typeof(ImmutableAttribute), false) && type.IsDefined(typeof(GenerateSerializerAttribute), false))
            return new Plan(type);
        if (type.IsArray)
            return ArrayPlan(type);
        if (type.IsGenericType && Frozen.Contains(type.GetGenericTypeDefinition()))
            return new Plan(type, Parts: type.GetGenericArguments(), MustBeImmutable: true);
        if (type.IsGenericType && Containers.Contains(type.GetGenericTypeDefinition()))
            return ContainerPlan(type);
        if (type.IsDefined(typeof(GenerateSerializerAttribute), false))
            return MembersPlan(type, SerializedFields(type));
        if (type.IsGenericType && (typeof(ITuple).IsAssignableFrom(type) || type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)))
            return MembersPlan(type, type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic));
        if (type.IsInterface || type.IsAbstract || type == typeof(object))
            return new Plan(type, Copy: (_, _) => throw Missing(type));
        return new Plan(type, Unknown: true);
    }

    private static Plan ArrayPlan(Type type)
    {
        var element = type.GetElementType()!;
        return new Plan(type, Parts: [element], Copy: (value, seen) =>
        {
            var copy = (Array)((Array)value).Clone();
            seen.Add(value, copy);
            if (!PlanFor(element).IsImmutable)
            {
                for (var i = 0; i < copy.Length; i++)
                {
                    if (copy.GetValue(i) is { } item)
                        copy.SetValue(CopyRuntime(item, element, seen), i);
                }
            }

            return copy;
        });
    }

    private static Plan ContainerPlan(Type type)
    {
        var parts = type.GetGenericArguments();
        var copy = typeof(DeepCopy).GetMethod(parts.Length == 1 ? nameof(CopySequence) : nameof(CopyMap), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(parts);
        return new Plan(type, Parts: parts, Copy: copy.CreateDelegate<Copier>());
    }

    private static object CopySequence<T>(object value, Seen seen)
    {
        var items = ((IEnumerable<T>)value).Select(item => item is null ? item : (T)CopyRuntime(item, typeof(T), seen));
        return value switch
        {
            List<T> => Remember(new List<T>(items)),
            Queue<T> => Remember(new Queue<T>(items)),
            Stack<T> => Remember(new Stack<T>(items.Reverse())),
            LinkedList<T> => Remember(new LinkedList<T>(items)),
            HashSet<T> set => Remember(new HashSet<T>(items, set.Comparer)),
            SortedSet<T> set => Remember(new SortedSet<T>(items, set.Comparer)),
            _ => Remember(new ConcurrentQueue<T>(items)),
        };

        object Remember(object copy)
        {
            seen.Add(value, copy);
            return copy;
        }
    }

    private static object CopyMap<TKey, TValue>(object value, Seen seen)
        where TKey : notnull
    {
        IDictionary<TKey, TValue> copy = value switch
        {
            Dictionary<TKey, TValue> map => new Dictionary<TKey, TValue>(map.Count, map.Comparer),
            SortedDictionary<TKey, TValue> map => new SortedDictionary<TKey, TValue>(map.Comparer),
            SortedList<TKey, TValue> map => new SortedList<TKey, TValue>(map.Count, map.Comparer),
            _ => new ConcurrentDictionary<TKey, TValue>(((ConcurrentDictionary<TKey, TValue>)value).Comparer),
        };
        seen.Add(value, copy);
        foreach (var (key, item) in (IEnumerable<KeyValuePair<TKey, TValue>>)value)
            copy.Add((TKey)CopyRuntime(key, typeof(TKey), seen), item is null ? item : (TValue)CopyRuntime(item, typeof(TValue), seen));
        return copy;
    }

    private static Plan MembersPlan(Type type, IReadOnlyList<FieldInfo> fields)
    {
        var create = type.IsValueType ? null : type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []);
        return new Plan(type, Parts: [.. fields.Where(each => !IsMarkedImmutable(each)).Select(each => each.FieldType)], MembersOfStruct: type.IsValueType, Copy: (value, seen) =>
        {
            // As on the wire: members without [Id] start as the constructor leaves them.
            var copy = create is null ? RuntimeHelpers.GetUninitializedObject(type) : create.Invoke(null);
            if (!type.IsValueType)
                seen.Add(value, copy);
            foreach (var field in fields)
            {
                var member = field.GetValue(value);
                field.SetValue(copy, member is null || IsMarkedImmutable(field) ? member : CopyRuntime(member, field.FieldType, seen));
            }

            return copy;
        });
    }

    private static bool IsMarkedImmutable(FieldInfo field) =>
        field.IsDefined(typeof(ImmutableAttribute)) || PropertyOf(field)?.IsDefined(typeof(ImmutableAttribute)) == true;

    private static PropertyInfo? PropertyOf(FieldInfo field) => field.Name.StartsWith('<') && field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal)
        ? field.DeclaringType!.GetProperty(field.Name[1..field.Name.IndexOf('>')], BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        : null;

    private static List<FieldInfo> SerializedFields(Type type)
    {
        var result = new List<FieldInfo>();
        for (var each = type; each is not null && each != typeof(object) && each != typeof(ValueType); each = each.BaseType)
        {
            var attribute = each.GetCustomAttribute<GenerateSerializerAttribute>(false);
            var positional = each.GetMethod("<Clone>$") is null ? [] : each.GetConstructors().SelectMany(one => one.GetParameters()).Select(one => one.Name!).ToHashSet();
            result.AddRange(each.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Where(field =>
                field.IsDefined(typeof(IdAttribute)) || (PropertyOf(field) is { } property
                    && (property.IsDefined(typeof(IdAttribute))
                        || positional.Contains(property.Name)
                        || (attribute?.GenerateFieldIds == GenerateFieldIds.PublicProperties && property.GetMethod?.IsPublic == true)))));
        }

        return result;
    }

    private static CodecNotFoundException Missing(Type type) =>
        new($"Could not find a codec for type {type}: mark it with [GenerateSerializer].");

    /// <summary>How values of one type are copied; without a copier they are passed on as they are.</summary>
    private sealed record Plan(Type Type, Type[]? Parts = null, Copier? Copy = null, bool Unknown = false, bool MustBeImmutable = false, bool MembersOfStruct = false)
    {
        private bool _checked;

        // A struct whose members are all immutable is itself passed as it is; so is a tuple of them.
        public bool IsImmutable { get; } = !Unknown && (Copy is null || (MembersOfStruct && Parts!.All(each => each != Type && PlanFor(each).IsImmutable)));

        public void Check(HashSet<Type> underway)
        {
            if (_checked || !underway.Add(Type))
                return;
            if (Unknown)
                throw Missing(Type);
            foreach (var part in Parts ?? [])
            {
                var plan = PlanFor(part);
                plan.Check(underway);
                if (MustBeImmutable && !plan.IsImmutable)
                    throw new CodecNotFoundException($"The stand-in engine does not copy {Type}: its elements can change. Use an array or a list.");
            }

            _checked = true;
        }
    }

    /// <summary>Objects already copied, so that shared and cyclic references stay shared. Made only when there is one.</summary>
    private sealed class Seen
    {
        private Dictionary<object, object>? _copies;

        public void Add(object original, object copy) => (_copies ??= new(ReferenceEqualityComparer.Instance))[original] = copy;

        public bool TryGet(object original, out object copy)
        {
            copy = original;
            return _copies is not null && _copies.TryGetValue(original, out copy!);
        }
    }
}
