using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Hosting;

/// <summary>Where the HTTP interface listens. Section <c>Api</c>.</summary>
public sealed class ApiOptions : IValidatableObject
{
    public const string Section = "Api";

    /// <summary>Address to listen on. Default 127.0.0.1: this machine alone, until somebody decides otherwise.</summary>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port; 0 takes a free one. Default 8080.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; } = 8080;

    /// <summary>The tenant of those who run the deployment: keys of no other one drain a silo, see all topics' positions or add a tenant. The first key is its. Default default.</summary>
    [Required]
    public string OperatorTenant { get; set; } = "default";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Address, out _))
            yield return new ValidationResult($"Api:Address must be an IP address, such as 127.0.0.1 or 0.0.0.0 for all of this machine, not '{Address}'.", [nameof(Address)]);
    }
}

/// <summary>Kestrel as this product uses it.</summary>
public static class TwinsKestrel
{
    /// <summary>Largest request body in bytes: a batch of 1,000 signals of 8 KB. A larger one is answered 413.</summary>
    public const long BodyBytesMax = 8 * 1024 * 1024;

    public static void UseTwinsKestrel(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ApiOptions>().Bind(builder.Configuration.GetSection(ApiOptions.Section)).ValidateDataAnnotations();
        builder.Services.AddHostedService<ApiPortCheck>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            var api = kestrel.ApplicationServices.GetRequiredService<IOptions<ApiOptions>>().Value;
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyBytesMax;
            kestrel.Listen(IPAddress.Parse(api.Address), api.Port);
        });
    }
}
