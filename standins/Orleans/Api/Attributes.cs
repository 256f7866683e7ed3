using System.Diagnostics.CodeAnalysis;

namespace Orleans
{
    /// <summary>Marks a type that may cross a grain boundary. Without it a call that carries the type fails at its proxy.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
    public sealed class GenerateSerializerAttribute : Attribute
    {
        public bool IncludePrimaryConstructorParameters { get; init; } = true;

        public GenerateFieldIds GenerateFieldIds { get; init; }
    }

    public enum GenerateFieldIds
    {
        None,
        PublicProperties,
    }

    /// <summary>A member that is copied with its object. Members without it stay behind, as they do on the wire.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Method
        | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
    public sealed class IdAttribute(uint id) : Attribute
    {
        public uint Id { get; } = id;
    }

    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Method
        | AttributeTargets.Interface, AllowMultiple = true)]
    public sealed class AliasAttribute(string alias) : Attribute
    {
        public string Alias { get; } = alias;
    }

    /// <summary>The value is never changed after it was handed over, so it passes by reference.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property | AttributeTargets.Field
        | AttributeTargets.Parameter | AttributeTargets.ReturnValue, Inherited = false)]
    public sealed class ImmutableAttribute : Attribute;

    /// <summary>Names a converter class. The stand-in does not serialize, so the surrogate itself is never made.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
    public sealed class RegisterConverterAttribute : Attribute;

    public interface IConverter<TValue, TSurrogate>
        where TSurrogate : struct
    {
        TValue ConvertFromSurrogate(in TSurrogate surrogate);

        TSurrogate ConvertToSurrogate(in TValue value);
    }

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ResponseTimeoutAttribute(string timeout) : Attribute
    {
        public TimeSpan? Timeout { get; init; } = TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>How long an activation of this class may idle before it is collected; at least one minute.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    [SuppressMessage("Design", "CA1019", Justification = "The shape is that of the real attribute.")]
    public class CollectionAgeLimitAttribute : Attribute
    {
        public static readonly TimeSpan MinAgeLimit = TimeSpan.FromMinutes(1);

        private TimeSpan? _value;

        public CollectionAgeLimitAttribute()
        {
        }

        public CollectionAgeLimitAttribute(string inactivityPeriod) =>
            _value = TimeSpan.Parse(inactivityPeriod, System.Globalization.CultureInfo.InvariantCulture);

        public double Days { get; set; }

        public double Hours { get; set; }

        public double Minutes { get; set; }

        public bool AlwaysActive { get; set; }

        public TimeSpan AgeLimit => _value ??= Sum();

        private TimeSpan Sum()
        {
            var sum = AlwaysActive ? TimeSpan.FromDays(short.MaxValue) : TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);
            return sum < MinAgeLimit ? MinAgeLimit : sum;
        }
    }

    [AttributeUsage(AttributeTargets.Class)]
    public class KeepAliveAttribute : Attribute;
}

namespace Orleans.Concurrency
{
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ReadOnlyAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class AlwaysInterleaveAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class OneWayAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class ReentrantAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class MayInterleaveAttribute(string callbackMethodName) : Attribute
    {
        internal string CallbackMethodName { get; } = callbackMethodName;
    }

    /// <summary>Several activations of one grain id at once, as many as are busy, up to a limit (the number of processors by default).</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class StatelessWorkerAttribute : Placement.PlacementAttribute
    {
        public StatelessWorkerAttribute()
            : this(Environment.ProcessorCount)
        {
        }

        public StatelessWorkerAttribute(int maxLocalWorkers)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLocalWorkers);
            MaxLocalWorkers = maxLocalWorkers;
        }

        internal int MaxLocalWorkers { get; }
    }

    [GenerateSerializer, Immutable]
    public readonly struct Immutable<T>(T value)
    {
        [Id(0)]
        public readonly T Value = value;
    }

    public static class ImmutableExtensions
    {
        public static Immutable<T> AsImmutable<T>(this T value) => new(value);
    }
}

namespace Orleans.Placement
{
    /// <summary>Where a grain is placed. One process has one place, so these are accepted and change nothing.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public abstract class PlacementAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class PreferLocalPlacementAttribute : PlacementAttribute;

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class RandomPlacementAttribute : PlacementAttribute;

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class HashBasedPlacementAttribute : PlacementAttribute;

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class ActivationCountBasedPlacementAttribute : PlacementAttribute;

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class ResourceOptimizedPlacementAttribute : PlacementAttribute;
}
