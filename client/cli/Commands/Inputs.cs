using System.CommandLine;
using System.Globalization;
using System.Numerics;

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

    /// <summary>How long an earlier secret stays good beside a new one; 30 days at most.</summary>
    public static Option<double?> Overlap(string text) => new Option<double?>("--overlap") { Description = text, HelpName = "HOURS" }.Within(0, 720);

    public static int? SecondsOf(double? hours) => hours is { } known ? (int)Math.Round(known * 3600) : null;

    /// <summary>How long to watch; a timer takes no more than 49 days.</summary>
    public static Option<int?> Seconds() =>
        new Option<int?>("--for") { Description = "Ends after so many seconds, 30 days at most; left out: with Ctrl-C.", HelpName = "SECONDS" }.Within(1, 30 * 86_400);

    /// <summary>Refuses a number outside of a range, so that no date or timer is made of it.</summary>
    public static Option<T?> Within<T>(this Option<T?> option, T least, T most)
        where T : struct, INumber<T>
    {
        option.Validators.Add(result =>
        {
            // This comes before values are made, so what is no number is still here; it is refused as such. NaN lies nowhere.
            foreach (var token in result.Tokens)
            {
                if (T.TryParse(token.Value, CultureInfo.CurrentCulture, out var value) && !(value >= least && value <= most))
                    result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name}: {least:N0} to {most:N0}, not {value}."));
            }
        });
        return option;
    }

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
