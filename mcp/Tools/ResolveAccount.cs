using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Mcp.Answers;
using AccountTwins.Mcp.Doors;

namespace AccountTwins.Mcp.Tools;

/// <summary><c>resolve_account</c>: whose account is this?</summary>
internal static class ResolveAccount
{
    private static readonly (string Argument, string Kind)[] Identifiers = [("email", "contact"), ("domain", "domain"), ("ticket", "ticket"), ("external", "external")];

    public static readonly TwinTool Tool = new()
    {
        Route = TwinsRoute.Resolve,
        Definition = TwinTool.Define(
            "resolve_account",
            "Find the customer account behind an identifier",
            """
            Finds the id of the customer account that a person, company or ticket belongs to. Call this first, when you know whom you talk to but not the account id that the other tools take.
            Give exactly one of email, domain, ticket or external. The match is exact; it never guesses.
            Answer: `account` is the id to use from now on. Error `unknown_account`: nobody knows this identifier; treat the sender as unverified, reveal nothing and do nothing for an account. Error `ambiguous`: several accounts match; try another identifier (a ticket is the surest) or ask a person. Do not pick one.
            """,
            """
            {"type":"object","additionalProperties":false,"properties":{
              "email":{"type":"string","maxLength":254,"description":"E-mail address of the person at the customer, such as kim@acme.example."},
              "domain":{"type":"string","maxLength":254,"description":"Internet domain of the customer, such as acme.example."},
              "ticket":{"type":"string","maxLength":254,"description":"Id of a support ticket, such as T-1811."},
              "external":{"type":"string","maxLength":254,"description":"Id of the account in another system, as system:id, such as crm:0017."}}}
            """,
            McpJson.Default.ResolveAnswer,
            isReadOnly: true),
        Prepare = arguments =>
        {
            arguments.Only("email", "domain", "ticket", "external");
            var given = Identifiers.Select(one => (one.Kind, Value: arguments.Text(one.Argument))).Where(one => one.Value is not null).ToArray();
            return async call =>
            {
                if (given.Length != 1)
                    return ToolAnswer.Fault(Grains.Interfaces.ReasonCodes.BadParameter, "Exactly one of email, domain, ticket or external is needed.");
                var answer = await call.Door.ResolveAsync(given[0].Kind, given[0].Value!, call.Cancellation);
                if (!answer.IsOk)
                    return ToolAnswer.Fault(answer);
                var json = ToolAnswer.Parse(answer.Body);
                return ToolAnswer.Ok(json, Lifetime.Max, json.GetRawText());
            };
        },
    };
}
