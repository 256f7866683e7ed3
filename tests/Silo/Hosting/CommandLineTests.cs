using AccountTwins.Silo.Hosting;

namespace AccountTwins.Tests.Silo.Hosting;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--port 9000", "Api:Port=9000")]
    [InlineData("--port=9000", "Api:Port=9000")]
    [InlineData("--kafka broker:9092", "Kafka:BootstrapServers=broker:9092")]
    [InlineData("--postgres Host=db", "Storage:Provider=postgresql Storage:ConnectionString=Host=db")]
    [InlineData("--data /x/y", "Storage:DataFolder=/x/y")]
    [InlineData("--no-sample", "Sample:Enabled=false")]
    [InlineData("--Storage:WriteLanes=4", "Storage:WriteLanes=4")]
    [InlineData("--Storage:WriteLanes 4", "Storage:WriteLanes=4")]
    [InlineData("", "")]
    public void Switches_become_configuration_keys(string line, string settings)
    {
        var serve = Assert.IsType<CommandLine.Serve>(Read(line));
        Assert.Equal(settings, string.Join(' ', serve.Settings.Select(setting => $"{setting.Key}={setting.Value}")));
    }

    [Theory]
    [InlineData("--prot 9000", "'--prot' is no option")]
    [InlineData("9000", "'9000' is no option")]
    [InlineData("--port", "--port needs a value")]
    [InlineData("--insecure", "is no option")]
    [InlineData("--port 70000", "from 0 to 65535")]
    [InlineData("--kafka broker", "HOST:PORT")]
    [InlineData("--sample /no/such/folder", "no folder")]
    public void What_cannot_be_meant_is_refused_with_the_reason(string line, string reason)
    {
        Assert.Contains(reason, Assert.IsType<CommandLine.Refused>(Read(line)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_names_every_switch()
    {
        var help = Assert.IsType<CommandLine.Help>(Read("--no-sample --help")).Text;
        foreach (var name in new[] { "--port", "--data", "--postgres", "--kafka", "--sample", "--no-sample", "-p:", "loadtest" })
            Assert.Contains(name, help, StringComparison.Ordinal);
    }

    private static CommandLine Read(string line) => CommandLine.Read(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
