using System.Reflection;
using System.Runtime.CompilerServices;

namespace AccountTwins.Tests.Support;

/// <summary>
/// What a value holds in memory, object by object: the same in every run, whatever other tests do beside it. What <see cref="Share"/> was told
/// of is charged to nobody; objects are taken at the size of their fields and header.
/// </summary>
internal sealed class HeldMemory
{
    private const int HeaderBytes = 16;
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly MethodInfo ContainsReferences = typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))!;
    private static readonly MethodInfo SizeOf = typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!;

    private readonly HashSet<object> _met = new(ReferenceEqualityComparer.Instance);

    public int Objects { get; private set; }

    public long Bytes { get; private set; }

    public void Share(object value)
    {
        var (objects, bytes) = (Objects, Bytes);
        Add(value);
        (Objects, Bytes) = (objects, bytes);
    }

    public void Add(object? value)
    {
        if (value is null or Type or Delegate || !_met.Add(value))
            return;
        Objects++;
        switch (value)
        {
            case string text:
                Bytes += Rounded(HeaderBytes + sizeof(int) + sizeof(char) * (text.Length + 1));
                break;
            case Array array:
                var element = array.GetType().GetElementType()!;
                Bytes += Rounded(HeaderBytes + sizeof(long) + (long)array.Length * SizeIn(element));
                foreach (var item in HoldsObjects(element) ? array.Cast<object?>() : [])
                    AddWithin(item, element);
                break;
            default:
                Bytes += Rounded(HeaderBytes + FieldsOf(value.GetType()).Sum(field => (long)SizeIn(field.FieldType)));
                foreach (var field in FieldsOf(value.GetType()))
                    AddWithin(field.GetValue(value), field.FieldType);
                break;
        }
    }

    /// <summary>A structure is part of what holds it.</summary>
    private void AddWithin(object? value, Type type)
    {
        if (!type.IsValueType)
        {
            Add(value);
            return;
        }

        if (value is null || !HoldsObjects(type))
            return;
        foreach (var field in FieldsOf(type))
            AddWithin(field.GetValue(value), field.FieldType);
    }

    private static bool HoldsObjects(Type type) => (bool)ContainsReferences.MakeGenericMethod(type).Invoke(null, null)!;

    private static int SizeIn(Type type) => type.IsValueType ? (int)SizeOf.MakeGenericMethod(type).Invoke(null, null)! : IntPtr.Size;

    private static long Rounded(long bytes) => (bytes + 7) / 8 * 8;

    private static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            foreach (var field in level.GetFields(Own))
                yield return field;
        }
    }
}
