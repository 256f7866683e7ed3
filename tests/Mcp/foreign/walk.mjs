// The whole way of an agent, by a client that is not ours: node walk.mjs handshake|stateless ADDRESS
// ADDRESS is that of /mcp, the file twins.dll to start, or a socket (.sock) behind which a server speaks as over standard input. The SDK itself holds every structured answer against the tool's output schema.
// API, AGENT_KEY and REVIEWER_KEY come from the environment. Prints one line for each step; ends with 1 at the first that went wrong.

import assert from 'node:assert/strict';
import { connect } from './connect.mjs';

const [revision, address] = process.argv.slice(2);
const client = await connect(revision, address);
const run = `${revision}-${process.pid}`;

const step = async (name, work) => {
  try {
    console.log(`${name}: ${await work()}`);
  } catch (error) {
    console.log(`FAILED ${name}: ${error.stack ?? error}`);
    process.exit(1);
  }
};

const call = async (name, args) => {
  const result = await client.callTool({ name, arguments: args });
  assert.ok(!result.isError, `${name}: ${result.content?.[0]?.text}`);
  return result;
};

const refused = async (name, args, code) => {
  const result = await client.callTool({ name, arguments: args });
  assert.equal(result.isError, true, `${name} was not refused`);
  assert.equal(result.structuredContent.code, code);
  assert.ok(result.content[0].text.startsWith(`${code}: `));
  return code;
};

const review = async (path, body) => {
  const response = await fetch(`${process.env.API}${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${process.env.REVIEWER_KEY}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  assert.ok(response.ok, `${path}: ${response.status} ${await response.clone().text()}`);
  return response.json();
};

await step('server', () => {
  assert.equal(client.getServerVersion().name, 'accounttwins');
  assert.ok(client.getInstructions().includes('check_action'));
  return client.getServerVersion().version;
});

await step('tools', async () => {
  const { tools } = await client.listTools();
  for (const tool of tools) {
    assert.ok(tool.description && tool.title && tool.outputSchema && tool.annotations, tool.name);
    assert.equal(tool.annotations.destructiveHint, false);
  }
  return tools.map(tool => tool.name).join(' ');
});

let account;
await step('resolve_account', async () => {
  account = (await call('resolve_account', { external: 'crm=CRM-acct-0001' })).structuredContent.account;
  await refused('resolve_account', { email: 'nobody@nowhere.example' }, 'unknown_account');
  await refused('resolve_account', {}, 'bad_parameter');
  return account;
});

await step('get_account_context', async () => {
  const result = await call('get_account_context', { account, action: 'reply', contact: 'kim@acme.example' });
  assert.equal(result.structuredContent.account, account);
  assert.ok(result.content[0].text.includes('Internal, never tell the customer'));
  assert.ok(result._meta.ttlMs > 0 && result._meta.ttlMs <= 60_000);
  await refused('get_account_context', { account, maxStalenes: 1 }, 'bad_parameter');
  await refused('get_account_context', { account: 'nobody' }, 'unknown_account');
  return `${result._meta.ttlMs} ms`;
});

await step('explain_score', async () => {
  const { health } = (await call('explain_score', { account })).structuredContent;
  const sum = health.drivers.reduce((points, driver) => points + driver.points, 0);
  assert.ok(health.score === undefined || Math.abs(sum - health.score) < 1e-9);
  return `${health.score} ${health.band}`;
});

// Agents' keys read one account at a time; a client of the cluster has no key.
await step('find_accounts', async () => process.env.AGENT_KEY ? refused('find_accounts', {}, 'forbidden') : (await call('find_accounts', {})).structuredContent.accounts.length);

const draft = { type: 'reply', category: 'how_to', draft: 'The export is under Settings, Data.' };
const obligations = ['disclose_ai', 'no_new_commitment', 'no_billing_fact', 'report_outcome', 'cap_amount'];

await step('check_action dryRun', async () => {
  const { decisionId, verdict } = (await call('check_action', { account, actions: [draft], idempotencyKey: `${run}-dry`, supportedObligations: obligations, dryRun: true })).structuredContent;
  assert.equal(decisionId, undefined);
  return verdict;
});

await step('check_action, report_outcome', async () => {
  const question = { account, actions: [draft], idempotencyKey: `${run}-reply`, conversation: run, supportedObligations: obligations };
  const result = await call('check_action', question);
  const decision = result.structuredContent;
  assert.equal(decision.next, 'proceed', JSON.stringify(decision.actions[0].reasons));
  assert.ok(result.content[0].text.startsWith('next: proceed. '));
  assert.ok(result._meta.ttlMs > 0);
  const again = (await call('check_action', question)).structuredContent;
  assert.deepEqual([again.decisionId, again.isRepeat], [decision.decisionId, true]);
  await refused('check_action', { ...question, actions: [{ ...draft, draft: 'Something else.' }] }, 'idempotency_conflict');
  const settled = (await call('report_outcome', { decisionId: decision.decisionId, state: 'executed' })).structuredContent;
  assert.equal(settled.state, 'executed');
  await refused('report_outcome', { decisionId: decision.decisionId, state: 'failed' }, 'outcome_conflict');
  return `${decision.verdict}, ${settled.state}`;
});

await step('get_decision waits for an approval, use_approval', async () => {
  // Without the obligations the allowance becomes an approval by people.
  const asked = (await call('check_action', { account, actions: [draft], idempotencyKey: `${run}-approval`, conversation: run })).structuredContent;
  assert.deepEqual([asked.verdict, asked.next, asked.state], ['require_approval', 'wait', 'pending']);
  assert.equal((await call('get_decision', { decisionId: asked.decisionId, wait: 0 })).structuredContent.next, 'wait');
  const waiting = call('get_decision', { decisionId: asked.decisionId, wait: 30 });
  const id = encodeURIComponent(asked.decisionId);
  await review(`/v1/reviews/${id}/claim`);
  await review(`/v1/reviews/${id}`, { verb: 'accept', goals: 'serves', severity: 'none' });
  const approved = (await waiting).structuredContent;
  assert.deepEqual([approved.next, approved.state], ['proceed', 'approved']);
  const used = await call('use_approval', { decisionId: asked.decisionId });
  assert.equal(used.structuredContent.state, 'permitted');
  await call('report_outcome', { decisionId: asked.decisionId, state: 'not_executed' });
  return used.structuredContent.state;
});

await step('resource', async () => {
  const { resourceTemplates } = await client.listResourceTemplates();
  assert.equal(resourceTemplates[0].uriTemplate, 'account://{account}/context');
  const { contents } = await client.readResource({ uri: `account://${account}/context` });
  assert.ok(contents[0].text.includes('Internal, never tell the customer'));
  await assert.rejects(client.readResource({ uri: 'account://nobody/context' }), error => error.message.includes('unknown_account'));
  return contents[0].mimeType;
});

await step('prompt', async () => {
  assert.equal((await client.listPrompts()).prompts[0].name, 'draft_reply');
  const { messages } = await client.getPrompt({ name: 'draft_reply', arguments: { account, message: 'Where is my export?' } });
  assert.equal(messages[0].content.type, 'resource');
  return messages.length;
});

await client.close();
console.log('done');
