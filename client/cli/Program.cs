using AccountTwins.Cli;
using AccountTwins.Cli.Terminals;

return await TwinsProgram.RunAsync(args, Terminal.OfProcess());
