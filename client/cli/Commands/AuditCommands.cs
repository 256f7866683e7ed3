using System.CommandLine;
using AccountTwins.Cli.Tables;
using AccountTwins.Cli.Terminals;
using AccountTwins.Client.Http;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Commands;

/// <summary>Proof that nothing was changed afterwards.</summary>
internal static class AuditCommands
{
    public static void AddTo(Command root, CommandSet to)
    {
        var audit = new TwinsCommand("audit", "The append-only record of decisions, reviews and settings.");
        audit.Add(to.Make(
            new TwinsCommand("verify", "Computes every hash again; finds any change, gap or reorder, and ends with 1 then.", "twins audit verify"),
            async call =>
            {
                var result = await Progress.ShowAsync<AuditLine, ApiResult<AuditLine>>(
                    call, "Reading the ledger",
                    line => $"{line.Roots:N0} roots, {line.Chains:N0} chains, {line.Entries:N0} entries",
                    each => call.Client.Audit.VerifyAsync(each, call.Cancellation));
                return call.Show(result, line => AuditTables.Write(call, line), line => line.IsSound == true);
            }));
        root.Add(audit);
    }
}
