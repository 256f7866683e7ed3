// Connects a client of the official TypeScript SDK: `handshake` is its first line (revision 2025-11-25), `stateless` its second (2026-07-28).

const identity = { name: 'foreign', version: '1.0.0' };

export async function connect(revision, address) {
  const [sdk, stdio] = revision === 'handshake'
    ? [
        { ...(await import('@modelcontextprotocol/sdk/client/index.js')), ...(await import('@modelcontextprotocol/sdk/client/streamableHttp.js')) },
        await import('@modelcontextprotocol/sdk/client/stdio.js'),
      ]
    : [await import('@modelcontextprotocol/client'), await import('@modelcontextprotocol/client/stdio')];
  const options = revision === 'handshake' ? {} : { versionNegotiation: { mode: { pin: '2026-07-28' } } };
  const client = new sdk.Client(identity, options);
  const headers = { Authorization: `Bearer ${process.env.AGENT_KEY}`, 'X-Agent-Release': 'foreign-1' };
  const transport = address.startsWith('http')
    ? new sdk.StreamableHTTPClientTransport(new URL(address), { requestInit: { headers } })
    : new stdio.StdioClientTransport({
        // A server that is already there, inside the silo's process, is reached through a pipe.
        ...(address.endsWith('.sock')
          ? { command: 'node', args: ['pipe.mjs', address] }
          : { command: 'dotnet', args: [address, 'mcp', '--url', process.env.API, '--release', 'foreign-1'] }),
        env: { ...process.env, TWINS_KEY: process.env.AGENT_KEY },
      });
  await client.connect(transport);
  return client;
}
