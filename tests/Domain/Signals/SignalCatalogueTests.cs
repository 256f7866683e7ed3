using System.Reflection;
using System.Text;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Fields;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Domain.Signals;

public sealed class SignalCatalogueTests
{
    [Fact]
    public void Numbers_names_and_field_orders_are_the_stored_ones()
    {
        var text = new StringBuilder();
        foreach (var type in SignalCatalogue.All)
        {
            text.Append(type.Number).Append(' ').AppendLine(type.WireName);
            Append(text, type.Fields.AsSpan(), "  ");
        }

        RepositoryFiles.MustEqual("tests/Golden/signals/catalogue.txt", text.ToString());
    }

    [Fact]
    public void Every_fact_is_in_the_catalogue()
    {
        var declared =
            from type in typeof(Fact).Assembly.GetTypes()
            where type.IsSubclassOf(typeof(Fact)) && !type.IsAbstract
            select (SignalType)type.GetField("Type", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        Assert.Equal(SignalCatalogue.All.OrderBy(type => type.Number), declared.OrderBy(type => type.Number));
    }

    [Fact]
    public void Types_are_found_by_number_and_by_name()
    {
        foreach (var type in SignalCatalogue.All)
        {
            Assert.Same(type, SignalCatalogue.Find(type.Number));
            Assert.Same(type, SignalCatalogue.Find(Encoding.UTF8.GetBytes(type.WireName)));
        }

        Assert.Null(SignalCatalogue.Find(999));
        Assert.Null(SignalCatalogue.Find(-1));
        Assert.Null(SignalCatalogue.Find("usage.activity.v2"u8));
    }

    private static void Append(StringBuilder text, ReadOnlySpan<Field> fields, string indent)
    {
        foreach (var field in fields)
        {
            text.Append(indent).Append(field.Name).Append(' ').Append(field.Kind).Append(field.IsRequired ? "" : "?");
            foreach (var choice in field.Choices)
                text.Append(' ').Append(choice.Number).Append('=').Append(choice.Name);
            text.AppendLine();
            Append(text, field.Members.AsSpan(), indent + "  ");
        }
    }
}
