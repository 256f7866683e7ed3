using AccountTwins.Silo.Hosting;

switch (CommandLine.Read(args))
{
    case CommandLine.Help help:
        Console.WriteLine(help.Text);
        return 0;
    case CommandLine.Refused refused:
        Console.Error.WriteLine(refused.Message);
        return 2;
    case CommandLine.Serve serve:
        return await SiloApp.RunAsync(serve.Settings, Console.Error);
    case var other:
        throw new InvalidOperationException($"Unknown command line {other.GetType().Name}.");
}
