using AccountTwins.Domain.Playbooks;

namespace AccountTwins.Silo.Playbooks;

/// <summary>What a tenant starts with that has no playbook of its own.</summary>
public static class DefaultPlaybook
{
    private const string Resource = "playbooks/default.yaml";

    /// <summary>The file itself, with the comments for its reader.</summary>
    public static ReadOnlyMemory<byte> File { get; } = Load();

    public static Playbook Value { get; } = Read();

    private static byte[] Load()
    {
        using var stream = typeof(DefaultPlaybook).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} is not embedded.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static Playbook Read()
    {
        var reading = PlaybookReader.Read(File.Span);
        return reading.Playbook ?? throw new InvalidOperationException($"The default playbook is broken: {string.Join("; ", reading.Errors)}");
    }
}
