using System.CommandLine;
using AccountTwins.Cli.Terminals;

namespace AccountTwins.Cli.Commands;

/// <summary>Scripts that let a shell complete commands, options and their words; each asks this program itself, by its [suggest] directive.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            # eval "$(twins completion bash)", or into ~/.local/share/bash-completion/completions/twins
            _twins() {
                local line=${COMP_LINE#* } point=$((COMP_POINT - ${#COMP_WORDS[0]} - 1))
                local IFS=$'\n'
                COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$point]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _twins twins ./twins
            """,
        ["zsh"] = """
            # eval "$(twins completion zsh)" after compinit
            _twins() {
                local line=${BUFFER#* }
                local -a found=("${(@f)$(${words[1]} "[suggest:$((CURSOR - ${#words[1]} - 1))]" "$line" 2>/dev/null)}")
                (( ${#found} )) && compadd -a found || _files
            }
            compdef _twins twins
            """,
        ["pwsh"] = """
            # twins completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName twins -ScriptBlock {
                param($word, $ast, $point)
                $text = $ast.ToString(); $first = $ast.CommandElements[0].ToString()
                $line = if ($text.Length -gt $first.Length) { $text.Substring($first.Length + 1) } else { '' }
                & $first "[suggest:$([Math]::Max(0, $point - $first.Length - 1))]" "$line" | Where-Object { $_ -like "$word*" } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
        ["fish"] = """
            # twins completion fish | source
            complete -c twins -a '(twins "[suggest:"(string length -- (commandline -cp | string replace -r "^\S+ ?" ""))"]" (commandline -cp | string replace -r "^\S+ ?" "") 2>/dev/null)'
            """,
    };

    public static void AddTo(Command root, Terminal terminal)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, pwsh or fish." }.OneOf([.. Scripts.Keys]);
        var command = new TwinsCommand("completion", "Prints the script that lets a shell complete this command line.", "eval \"$(twins completion bash)\"", "twins completion pwsh | Out-String | Invoke-Expression") { shell };
        command.SetAction(parsed =>
        {
            terminal.Output.WriteLine(Scripts[parsed.GetRequiredValue(shell)]);
            return Exit.Ok;
        });
        root.Add(command);
    }
}
