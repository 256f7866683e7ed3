using System.Globalization;
using System.Text;

namespace AccountTwins.Client.Http;

/// <summary>A relative address with its parameters; what is null is left out.</summary>
internal sealed class AddressText(string path)
{
    private readonly StringBuilder _text = new(path);
    private char _next = '?';

    public AddressText With(string name, string? value)
    {
        if (value is null)
            return this;
        _text.Append(_next).Append(name).Append('=').Append(Uri.EscapeDataString(value));
        _next = '&';
        return this;
    }

    public AddressText With(string name, long? value) => With(name, value?.ToString(CultureInfo.InvariantCulture));

    public static implicit operator string(AddressText address) => address._text.ToString();
}
