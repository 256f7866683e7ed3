using System.CommandLine;
using System.Globalization;

namespace AccountTwins.Cli.Commands;

/// <summary>Arguments that several commands take.</summary>
internal static class Inputs
{
    public static Argument<string> Account() => new("account") { Description = "Id of the account." };

    public static Argument<string> Decision() => new("decision") { Description = "Id of the decision." };

    public static Argument<string> Review() => new("review") { Description = "Id of the item, as twins reviews list shows it." };

    public static Argument<FileInfo> Playbook() => new Argument<FileInfo>("file") { Description = "A playbook, YAML." }.AcceptExistingOnly();

    public static Option<string> Reason(string text = "Why; it is kept.") => new("--reason") { Description = text, HelpName = "TEXT", Required = true };

    /// <summary>Days such as 30d, 1 to 366; null for anything else.</summary>
    public static int? DaysIn(string text) =>
        int.TryParse(text.TrimEnd('d'), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 366 ? days : null;

    public static Argument<string> OneOf(this Argument<string> argument, params string[] words)
    {
        argument.AcceptOnlyFromAmong(words);
        return argument;
    }

    public static Option<T> OneOf<T>(this Option<T> option, params string[] words)
    {
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}
