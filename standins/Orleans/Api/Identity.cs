using System.Globalization;
using System.Net;

namespace Orleans
{
    /// <summary>Gives a grain class its type name, instead of the class name in lower case without "grain".</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class GrainTypeAttribute(string grainType) : Attribute
    {
        internal string Name { get; } = grainType;
    }
}

namespace Orleans.Runtime
{
    /// <summary>One part of an identity. The hash is kept, because a grain id is hashed on every call.</summary>
    public readonly struct IdSpan : IEquatable<IdSpan>, IComparable<IdSpan>
    {
        private readonly string? _value;
        private readonly int _hash;

        private IdSpan(string value)
        {
            _value = value;
            _hash = string.GetHashCode(value.AsSpan());
        }

        public bool IsDefault => _value is null;

        public static IdSpan Create(string id) => new(id ?? throw new ArgumentNullException(nameof(id)));

        public int CompareTo(IdSpan other) => string.CompareOrdinal(_value, other._value);

        public bool Equals(IdSpan obj) => _hash == obj._hash && string.Equals(_value, obj._value);

        public override bool Equals(object? obj) => obj is IdSpan other && Equals(other);

        public override int GetHashCode() => _hash;

        public override string ToString() => _value ?? string.Empty;

        public static bool operator ==(IdSpan left, IdSpan right) => left.Equals(right);

        public static bool operator !=(IdSpan left, IdSpan right) => !left.Equals(right);
    }

    public readonly struct GrainType(IdSpan id) : IEquatable<GrainType>, IComparable<GrainType>
    {
        public bool IsDefault => Value.IsDefault;

        public IdSpan Value { get; } = id;

        public static GrainType Create(string value) => new(IdSpan.Create(value));

        public int CompareTo(GrainType other) => Value.CompareTo(other.Value);

        public bool Equals(GrainType obj) => Value.Equals(obj.Value);

        public override bool Equals(object? obj) => obj is GrainType other && Equals(other);

        public override int GetHashCode() => Value.GetHashCode();

        public override string ToString() => Value.ToString();

        public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

        public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);
    }

    public readonly struct GrainInterfaceType(string value) : IEquatable<GrainInterfaceType>
    {
        public bool IsDefault => Value.IsDefault;

        public IdSpan Value { get; } = IdSpan.Create(value);

        public static GrainInterfaceType Create(string value) => new(value);

        public bool Equals(GrainInterfaceType other) => Value.Equals(other.Value);

        public override bool Equals(object? obj) => obj is GrainInterfaceType other && Equals(other);

        public override int GetHashCode() => Value.GetHashCode();

        public override string ToString() => Value.ToString();

        public static bool operator ==(GrainInterfaceType left, GrainInterfaceType right) => left.Equals(right);

        public static bool operator !=(GrainInterfaceType left, GrainInterfaceType right) => !left.Equals(right);
    }

    [GenerateSerializer, Immutable]
    public readonly struct GrainId(GrainType type, IdSpan key) : IEquatable<GrainId>, IComparable<GrainId>
    {
        public bool IsDefault => Type.IsDefault && Key.IsDefault;

        public GrainType Type { get; } = type;

        public IdSpan Key { get; } = key;

        public static GrainId Create(GrainType type, IdSpan key) => new(type, key);

        public static GrainId Create(GrainType type, string key) => new(type, IdSpan.Create(key));

        public static GrainId Create(string type, string key) => new(GrainType.Create(type), IdSpan.Create(key));

        public static GrainId Parse(string value) =>
            TryParse(value, out var result) ? result : throw new FormatException($"Unable to parse \"{value}\" as a grain id");

        public static bool TryParse(string? value, out GrainId result)
        {
            var slash = value?.IndexOf('/') ?? -1;
            result = slash > 0 ? Create(value![..slash], value[(slash + 1)..]) : default;
            return slash > 0;
        }

        public int CompareTo(GrainId other) => Type.CompareTo(other.Type) is var byType and not 0 ? byType : Key.CompareTo(other.Key);

        public bool Equals(GrainId other) => Key.Equals(other.Key) && Type.Equals(other.Type);

        public override bool Equals(object? obj) => obj is GrainId other && Equals(other);

        public override int GetHashCode() => (Type.GetHashCode() * 397) ^ Key.GetHashCode();

        public override string ToString() => $"{Type}/{Key}";

        public static bool operator ==(GrainId left, GrainId right) => left.Equals(right);

        public static bool operator !=(GrainId left, GrainId right) => !left.Equals(right);
    }

    /// <summary>Keys as text: integers in hexadecimal, GUIDs as 32 digits, a key extension behind a plus sign.</summary>
    public static class GrainIdKeyExtensions
    {
        public static IdSpan CreateIntegerKey(long key) => IdSpan.Create(key.ToString("X", CultureInfo.InvariantCulture));

        public static IdSpan CreateIntegerKey(long key, string? keyExtension) =>
            string.IsNullOrWhiteSpace(keyExtension) ? CreateIntegerKey(key) : IdSpan.Create($"{key:X}+{keyExtension}");

        public static IdSpan CreateGuidKey(Guid key) => IdSpan.Create(key.ToString("N"));

        public static IdSpan CreateGuidKey(Guid key, string? keyExtension) =>
            string.IsNullOrWhiteSpace(keyExtension) ? CreateGuidKey(key) : IdSpan.Create($"{key:N}+{keyExtension}");

        public static long GetIntegerKey(this GrainId grainId) => GetIntegerKey(grainId, out _);

        public static long GetIntegerKey(this GrainId grainId, out string? keyExt) => TryGetIntegerKey(grainId, out var key, out keyExt)
            ? key
            : throw new ArgumentException($"Value \"{grainId.Key}\" is not in the correct format for an Integer key.", nameof(grainId));

        public static Guid GetGuidKey(this GrainId grainId) => GetGuidKey(grainId, out _);

        public static Guid GetGuidKey(this GrainId grainId, out string? keyExt) => TryGetGuidKey(grainId, out var key, out keyExt)
            ? key
            : throw new ArgumentException($"Value \"{grainId.Key}\" is not in the correct format for a Guid key.", nameof(grainId));

        public static bool TryGetIntegerKey(this GrainId grainId, out long key, out string? keyExt) =>
            long.TryParse(Split(grainId, out keyExt), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out key);

        public static bool TryGetGuidKey(this GrainId grainId, out Guid key, out string? keyExt) =>
            Guid.TryParseExact(Split(grainId, out keyExt), "N", out key);

        private static string Split(GrainId grainId, out string? keyExt)
        {
            var text = grainId.Key.ToString();
            var plus = text.IndexOf('+', StringComparison.Ordinal);
            keyExt = plus < 0 ? null : text[(plus + 1)..];
            return plus < 0 ? text : text[..plus];
        }
    }

    [GenerateSerializer, Immutable]
    public sealed class SiloAddress : IEquatable<SiloAddress>, IComparable<SiloAddress>
    {
        private SiloAddress(IPEndPoint endpoint, int generation)
        {
            Endpoint = endpoint;
            Generation = generation;
        }

        public static SiloAddress Zero { get; } = new(new IPEndPoint(0, 0), 0);

        public IPEndPoint Endpoint { get; }

        public int Generation { get; }

        public static SiloAddress New(IPEndPoint ep, int gen) => new(ep, gen);

        public static SiloAddress New(IPAddress address, int port, int generation) => new(new IPEndPoint(address, port), generation);

        public int CompareTo(SiloAddress? other) => string.CompareOrdinal(ToParsableString(), other?.ToParsableString());

        public bool Equals(SiloAddress? other) => other is not null && Endpoint.Equals(other.Endpoint) && Generation == other.Generation;

        public override bool Equals(object? obj) => Equals(obj as SiloAddress);

        public override int GetHashCode() => Endpoint.GetHashCode() ^ Generation;

        public string ToParsableString() => $"{Endpoint}@{Generation}";

        public override string ToString() => $"S{Endpoint}:{Generation}";
    }

    public readonly struct ActivationId(Guid key) : IEquatable<ActivationId>
    {
        private readonly Guid _key = key;

        public static ActivationId NewId() => new(Guid.NewGuid());

        public bool Equals(ActivationId other) => _key == other._key;

        public override bool Equals(object? obj) => obj is ActivationId other && Equals(other);

        public override int GetHashCode() => _key.GetHashCode();

        public override string ToString() => $"@{_key:N}";

        public static bool operator ==(ActivationId left, ActivationId right) => left.Equals(right);

        public static bool operator !=(ActivationId left, ActivationId right) => !left.Equals(right);
    }
}
