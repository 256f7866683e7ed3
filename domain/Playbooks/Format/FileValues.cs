using AccountTwins.Domain.Signals;

namespace AccountTwins.Domain.Playbooks.Format;

/// <summary>Reads values out of a group that was checked before: a key that is there has its type and range.</summary>
internal readonly struct FileValues(PlaybookNode? node)
{
    private readonly MapNode? _map = node as MapNode;

    public bool Has(string key) => _map?[key] is not null;

    public FileValues Group(string key) => new(_map?[key]);

    public IReadOnlyList<FileValues> Groups(string key) => _map?[key] is ListNode list ? [.. list.Items.Select(item => new FileValues(item))] : [];

    public string? Text(string key) => (_map?[key] as ScalarNode)?.Value;

    public ValueList<string>? Texts(string key) => _map?[key] is ListNode list ? [.. list.Items.Cast<ScalarNode>().Select(item => item.Value)] : null;

    public decimal? Number(string key) => Text(key) is { } text && NumberShape.TryParse(text, out var value) ? value : null;

    public double Number(string key, double otherwise) => (double?)Number(key) ?? otherwise;

    public int? Whole(string key) => (int?)Number(key);

    public ValueList<int>? Wholes(string key) =>
        Texts(key) is { } texts ? [.. texts.Select(text => NumberShape.TryParse(text, out var value) ? (int)value : 0)] : null;

    public bool Flag(string key, bool otherwise) => Text(key) is { } text ? text == "true" : otherwise;

    public DateOnly Day(string key) => DayShape.TryParse(Text(key)!, out var day) ? day : throw new InvalidOperationException($"{key} was not checked.");

    public DateTimeOffset? Moment(string key) => Text(key) is { } text && MomentShape.TryParse(text, out var moment) ? moment : null;

    public T Word<T>(string key)
        where T : struct, Enum => Text(key) is { } word ? EnumWords<T>.Parse(word) : default;

    public T Word<T>(string key, T otherwise)
        where T : struct, Enum => Text(key) is { } word ? EnumWords<T>.Parse(word) : otherwise;

    public ValueList<T> Words<T>(string key)
        where T : struct, Enum => Texts(key) is { } words ? [.. words.Select(EnumWords<T>.Parse)] : [];
}
