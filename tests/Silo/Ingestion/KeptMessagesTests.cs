using System.Text;
using AccountTwins.Silo.Ingestion;

namespace AccountTwins.Tests.Silo.Ingestion;

public class KeptMessagesTests
{
    [Fact]
    public void Messages_come_back_as_they_were_whatever_their_size()
    {
        var room = new KeptMessages();
        var messages = Enumerable.Range(0, 300).Select(Message).ToList();
        var kept = messages.Select((message, index) => room.Keep(message, Bytes(index % 7))).ToList();

        for (var index = 0; index < messages.Count; index++)
        {
            var (was, now) = (messages[index], kept[index].Message);
            Assert.Equal((was.Offset, was.Epoch), (now.Offset, now.Epoch));
            Assert.Equal(was.Key, now.Key);
            Assert.Equal(was.Value, now.Value);
            Assert.Equal(was.Headers.Select(header => header.Key), now.Headers.Select(header => header.Key));
            Assert.Equal(was.Headers.Select(header => header.Value), now.Headers.Select(header => header.Value));
            Assert.Equal(Bytes(index % 7), kept[index].Body);
        }
    }

    private static LogMessage Message(int number) => new()
    {
        Offset = 1_000 + number,
        Epoch = number / 100,
        Key = number % 5 == 0 ? null : Encoding.UTF8.GetBytes($"default/a{number}"),
        Value = number % 11 == 0 ? null : Bytes(number % 97 == 0 ? 100_000 : number * 7 % 900),
        Headers = number % 3 == 0 ? [] : [new("ce_id", Bytes(number % 4)), new("ce_é", null)],
    };

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(index => (byte)(index * 31))];
}
