using System.Globalization;

namespace AccountTwins.Silo.Sample;

/// <summary>Shows a play to people: a bar that is drawn over itself on a terminal, a line for each tenth elsewhere.</summary>
public sealed class ProgressLine(TextWriter output, bool isTerminal) : IProgress<SampleProgress>
{
    private const int Width = 30;
    private int shown = -1;

    /// <summary>On standard error, so that standard output stays for what the silo says.</summary>
    public static ProgressLine OnStandardError() => new(Console.Error, !Console.IsErrorRedirected);

    public void Report(SampleProgress value)
    {
        if (isTerminal)
            Draw(value);
        else if (value.Percent / 10 > shown)
            Tell(value);
    }

    private void Draw(SampleProgress value)
    {
        var filled = value.Percent * Width / 100;
        output.Write(string.Create(
            CultureInfo.InvariantCulture, $"\rsample [{new string('#', filled)}{new string('.', Width - filled)}] {value.Percent,3} %  {value.Applied:N0} of {value.Total:N0}"));
        if (value.Percent == 100 && shown < 100)
            output.WriteLine();
        shown = value.Percent;
    }

    private void Tell(SampleProgress value)
    {
        shown = value.Percent / 10;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sample {value.Percent} %: {value.Applied} of {value.Total} signals"));
    }
}
