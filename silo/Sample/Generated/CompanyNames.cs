namespace AccountTwins.Silo.Sample.Generated;

/// <summary>Names of companies and people that do not exist; a company's name is unique by its number.</summary>
internal static class CompanyNames
{
    private static readonly string[] First =
    [
        "Amber", "Birch", "Cobalt", "Delta", "Ember", "Falcon", "Granite", "Harbor", "Indigo", "Juniper", "Kestrel", "Linden", "Meridian",
        "Nordic", "Orchard", "Pioneer", "Quarry", "River", "Summit", "Tundra", "Umbra", "Vertex", "Willow", "Xenon", "Yarrow", "Zephyr",
    ];

    private static readonly string[] Second =
    [
        "Analytics", "Bakeries", "Cargo", "Dynamics", "Energy", "Foods", "Glass", "Health", "Instruments", "Joinery", "Kitchens", "Labs",
        "Mobility", "Networks", "Optics", "Paper", "Robotics", "Systems", "Textiles", "Works",
    ];

    private static readonly string[] Given = ["Ada", "Boris", "Chen", "Dina", "Emil", "Farah", "Grace", "Hugo", "Ines", "Jonas", "Kofi", "Lena", "Mara", "Nils", "Olga", "Priya"];

    private static readonly string[] Family = ["Abara", "Brandt", "Costa", "Dubois", "Eriksen", "Fischer", "Garcia", "Hansen", "Ivanov", "Jansen", "Kaya", "Lopez", "Moreau", "Novak", "Okoye", "Patel"];

    public static (string Name, string Slug) Of(int number)
    {
        var name = $"{First[number % First.Length]} {Second[number / First.Length % Second.Length]}";
        var round = number / (First.Length * Second.Length);
        if (round > 0)
            name += $" {round + 1}";
        return (name, name.ToLowerInvariant().Replace(' ', '-'));
    }

    public static (string Name, string Mailbox) Person(SampleRandom random)
    {
        string given = random.Pick(Given), family = random.Pick(Family);
        return ($"{given} {family}", $"{given}.{family}".ToLowerInvariant());
    }
}
