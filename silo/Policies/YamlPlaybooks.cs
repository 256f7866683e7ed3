using AccountTwins.Grains.Policies;
using AccountTwins.Silo.Playbooks;

namespace AccountTwins.Silo.Policies;

/// <summary>Playbooks as YAML files.</summary>
internal sealed class YamlPlaybooks : IPlaybookReader
{
    public byte[] Default { get; } = DefaultPlaybook.File.ToArray();

    public PlaybookOutcome Read(byte[] text)
    {
        var reading = PlaybookReader.Read(text);
        return new PlaybookOutcome(reading.Playbook, [.. reading.Errors.Select(error => error.ToString())]);
    }
}
