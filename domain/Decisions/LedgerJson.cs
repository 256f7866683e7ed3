using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AccountTwins.Domain.Decisions.Book;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Decisions;

/// <summary>The stored form of ledger entries: JSON that a person can read, the same bytes for the same value, on every machine.</summary>
public static class LedgerJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NullMayBeLeftOut } },
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false), new ValueListConverter(), new KnownKeysConverter() },
    };

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <summary>Throws <see cref="JsonException"/> for bytes that are not of this form.</summary>
    public static T Read<T>(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException($"There is no {typeof(T).Name} in null.");

    /// <summary>Nulls are not written, so reading must not miss them; what cannot be null must be there.</summary>
    private static void NullMayBeLeftOut(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { IsNullable: true })
                property.IsRequired = false;
        }
    }

    private sealed class ValueListConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>);

        public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type.GetGenericArguments()))!;

        private sealed class Of<T>() : ListConverter<ValueList<T>, T>(items => [.. items]);
    }

    private sealed class KnownKeysConverter() : ListConverter<KnownKeys, KnownKey>(keys => KnownKeys.Of(keys));

    private abstract class ListConverter<TList, T>(Func<T[], TList> listOf) : JsonConverter<TList>
        where TList : IReadOnlyList<T>
    {
        public override TList Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            listOf(JsonSerializer.Deserialize<T[]>(ref reader, options) ?? throw new JsonException("A list is null."));

        public override void Write(Utf8JsonWriter writer, TList value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var item in value)
                JsonSerializer.Serialize(writer, item, options);
            writer.WriteEndArray();
        }
    }
}
