using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Signals;

namespace AccountTwins.Grains.Policies;

/// <summary>Reads playbook files. Never throws for anything that a file can hold.</summary>
public interface IPlaybookReader
{
    /// <summary>The file that holds for a tenant which has applied none.</summary>
    byte[] Default { get; }

    PlaybookOutcome Read(byte[] text);
}

/// <summary>A playbook, or what is wrong with its text: line, path and reason, a sentence each.</summary>
public sealed record PlaybookOutcome(Playbook? Playbook, ValueList<string> Errors);
