using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AccountTwins.Silo.Api;

/// <summary>What the OpenAPI document says beyond what the endpoints themselves tell: keys and query parameters.</summary>
internal static class OpenApiDocument
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "AccountTwins", Version = "v1", Description = "One live twin per customer account, asked before an AI acts." };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            foreach (var query in context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryDescription>())
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = query.Name,
                    In = ParameterLocation.Query,
                    Description = query.Text,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }

            foreach (var failure in context.Description.ActionDescriptor.EndpointMetadata.OfType<FailureDescription>())
            {
                if (operation.Responses?.GetValueOrDefault($"{failure.Status}") is OpenApiResponse response)
                    response.Description = failure.Text;
            }

            return Task.CompletedTask;
        });
    }
}
