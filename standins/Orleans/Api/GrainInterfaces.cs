using Orleans.Runtime;

namespace Orleans.Runtime
{
    public interface IAddressable;
}

namespace Orleans
{
    public interface IGrain : IAddressable;

    public interface IGrainWithGuidKey : IGrain;

    public interface IGrainWithIntegerKey : IGrain;

    public interface IGrainWithStringKey : IGrain;

    public interface IGrainWithGuidCompoundKey : IGrain;

    public interface IGrainWithIntegerCompoundKey : IGrain;

    public interface IGrainFactory
    {
        TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
            where TGrainInterface : IGrainWithGuidKey;

        TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
            where TGrainInterface : IGrainWithIntegerKey;

        TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
            where TGrainInterface : IGrainWithStringKey;

        TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
            where TGrainInterface : IGrainWithGuidCompoundKey;

        TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
            where TGrainInterface : IGrainWithIntegerCompoundKey;

        IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey);

        IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey);

        IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey);

        TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
            where TGrainInterface : IAddressable;

        IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType);
    }

    public interface IClusterClient : IGrainFactory
    {
        IServiceProvider ServiceProvider { get; }
    }

    public static class GrainExtensions
    {
        public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) =>
            (TGrainInterface)AsReference(grain, typeof(TGrainInterface));

        public static object AsReference(this IAddressable grain, Type interfaceType) => grain switch
        {
            null => throw new ArgumentNullException(nameof(grain)),
            _ when interfaceType.IsInstanceOfType(grain) && grain is GrainReference => grain,
            _ => ReferenceOf(grain).Cast(interfaceType),
        };

        public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => grain.AsReference<TGrainInterface>();

        public static object Cast(this IAddressable grain, Type interfaceType) => grain.AsReference(interfaceType);

        public static GrainId GetGrainId(this IAddressable grain) => grain switch
        {
            GrainReference reference => reference.GrainId,
            IGrainBase { GrainContext: { } context } => context.GrainId,
            _ => throw WrongType(grain),
        };

        public static long GetPrimaryKeyLong(this IAddressable grain) => GetPrimaryKeyLong(grain, out _);

        public static long GetPrimaryKeyLong(this IAddressable grain, out string? keyExt)
        {
            var id = grain.GetGrainId();
            return id.TryGetIntegerKey(out var key, out keyExt)
                ? key
                : throw new InvalidOperationException($"Unable to extract integer key from grain id {id}");
        }

        public static Guid GetPrimaryKey(this IAddressable grain) => GetPrimaryKey(grain, out _);

        public static Guid GetPrimaryKey(this IAddressable grain, out string? keyExt)
        {
            var id = grain.GetGrainId();
            return id.TryGetGuidKey(out var key, out keyExt)
                ? key
                : throw new InvalidOperationException($"Unable to extract GUID key from grain id {id}");
        }

        public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

        private static GrainReference ReferenceOf(IAddressable grain) => grain switch
        {
            GrainReference reference => reference,
            IGrainBase { GrainContext: { } context } => context.GrainReference,
            _ => throw WrongType(grain),
        };

        private static ArgumentException WrongType(IAddressable grain) => new(
            $"{grain.GetType().FullName} is neither a grain reference nor a grain that the runtime made.", nameof(grain));
    }
}
