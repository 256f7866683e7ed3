using AccountTwins.StandIns.Engine;

namespace Orleans.Runtime;

/// <summary>A handle to a grain that may or may not be active. The emitted proxies derive from it and call the protected methods below.</summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private readonly CallSource _source;
    private readonly GrainInterface _interface;

    internal GrainReference(CallSource source, GrainInterface grainInterface, GrainId grainId)
    {
        _source = source;
        _interface = grainInterface;
        GrainId = grainId;
    }

    public GrainId GrainId { get; }

    public GrainInterfaceType InterfaceType => _interface.InterfaceType;

    public virtual string InterfaceName => InterfaceType.ToString();

    public virtual TGrainInterface Cast<TGrainInterface>()
        where TGrainInterface : IAddressable => (TGrainInterface)Cast(typeof(TGrainInterface));

    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    public sealed override string ToString() => $"GrainReference:{GrainId}:{InterfaceType}";

    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) =>
        reference1 is null ? reference2 is null : reference1.Equals(reference2);

    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !(reference1 == reference2);

    internal object Cast(Type interfaceType) => GrainInterface.For(interfaceType).CreateReference(_source, GrainId);

    internal Task<T> CallTaskOf<T>(int method, object?[] arguments) => CallSource.Here(_source).Send<T>(this, _interface.Methods[method], arguments);

    internal Task CallTask(int method, object?[] arguments) => CallTaskOf<Nothing>(method, arguments);

    internal ValueTask<T> CallValueTaskOf<T>(int method, object?[] arguments) => new(CallTaskOf<T>(method, arguments));

    internal ValueTask CallValueTask(int method, object?[] arguments) => new(CallTaskOf<Nothing>(method, arguments));
}
