// Holds what is published and what was really answered against public validators: node validate.mjs RECORDED
// RECORDED has one JSON line for each request with its answer, and for each answer of a tool. Prints every fault; ends with 1 if there is one.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Parser } from '@asyncapi/parser';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const docs = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../docs');
const read = file => JSON.parse(fs.readFileSync(path.join(docs, file), 'utf8'));
const faults = [];
const fault = (place, what) => faults.push(`${place}: ${what}`);

const newAjv = () => addFormats(new Ajv2020({ strict: true, strictTypes: false, strictTuples: false, strictRequired: false, allErrors: true, validateFormats: true }));

// One validator for a place in a document, compiled when it is first asked for.
function checks(document, name) {
  const ajv = newAjv();
  ajv.addVocabulary(Object.keys(document));
  ajv.addSchema(document, name, undefined, false);
  const compiled = new Map();
  return (pointer, value, place) => {
    if (!compiled.has(pointer)) compiled.set(pointer, ajv.compile({ $ref: `${name}${pointer}` }));
    const check = compiled.get(pointer);
    if (!check(value)) fault(place, ajv.errorsText(check.errors, { separator: '\n    ' }));
  };
}

const escape = part => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
const pointer = (...parts) => '#/' + parts.map(escape).join('/');

// A copy in which an object has no member that its schema does not name: what is really answered must be described.
function closed(node) {
  if (Array.isArray(node)) return node.map(closed);
  if (node === null || typeof node !== 'object') return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, key === 'example' || key === 'examples' ? value : closed(value)]));
  if (copy.type === 'object' && copy.properties && copy.additionalProperties === undefined) copy.unevaluatedProperties = false;
  return copy;
}

// The documents are their own examples, and a message of MCP is the same in a stream.
const withoutExample = ['getOpenApi application/json', 'getAsyncApi application/json', 'mcp text/event-stream'];

async function openapi(recorded) {
  const document = read('openapi.json');
  const result = await new Validator().validate(structuredClone(document));
  if (!result.valid) fault('openapi.json', JSON.stringify(result.errors));
  if (!document.openapi.startsWith('3.1.')) fault('openapi.json', `is ${document.openapi}`);

  const open = checks(document, 'open.json');
  const strict = checks(closed(document), 'strict.json');
  const resolve = part => part.$ref ? part.$ref.slice(2).split('/').reduce((place, key) => place[key], document) : part;
  const where = (part, ...parts) => part.$ref ? part.$ref.slice(2).split('/') : parts;

  for (const name of Object.keys(document.components.schemas)) open(pointer('components', 'schemas', name), undefined, null);
  faults.length = faults.filter(line => !line.startsWith('null:')).length;

  const operations = [];
  for (const [address, methods] of Object.entries(document.paths)) {
    const pattern = new RegExp('^' + address.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+') + '$');
    for (const [method, operation] of Object.entries(methods)) {
      operations.push({ address, method, operation, pattern, answered: false });
      const place = ['paths', address, method];
      content(operation.requestBody?.content ?? {}, [...place, 'requestBody', 'content'], `${operation.operationId} request`);
      for (const [status, response] of Object.entries(operation.responses))
        if (!response.$ref) content(response.content ?? {}, [...place, 'responses', status, 'content'], `${operation.operationId} ${status}`);
      for (const [status, response] of Object.entries(operation.responses).filter(([status]) => status < 300))
        for (const [media, form] of Object.entries(response.content))
          if (form.example === undefined && !withoutExample.includes(`${operation.operationId} ${media}`))
            fault(operation.operationId, `has no example of its answer ${status} ${media}: UPDATE_GOLDEN=1 dotnet test tests --filter PublishedDocumentsTests, then OpenApiTests`);
      if (operation.requestBody?.content?.['application/json']?.schema && !operation.requestBody.content['application/json'].example)
        fault(operation.operationId, `has no example of its request: silo/Api/Description/Examples/${operation.operationId}.request.json`);
    }
  }
  for (const [name, response] of Object.entries(document.components.responses)) content(response.content, ['components', 'responses', name, 'content'], name);

  function content(forms, parts, place) {
    for (const [media, form] of Object.entries(forms)) {
      const values = [form.example, ...Object.values(form.examples ?? {}).map(example => resolve(example).value)].filter(value => value !== undefined);
      for (const value of values) (parts.includes('responses') ? strict : open)(pointer(...parts, media, 'schema'), value, `example of ${place}`);
    }
  }

  const rank = address => address.split('{').length;
  const sentHeaders = new Set();
  operations.sort((left, right) => rank(left.address) - rank(right.address));
  for (const { method, path: address, status, media, body, sent, sentMedia, headers } of recorded) {
    const place = `${method} ${address} ${status}`;
    const found = operations.find(one => one.method === method.toLowerCase() && one.pattern.test(address.split('?')[0]));
    if (!found) { fault(place, 'is no operation'); continue; }
    const { operation } = found;
    const response = operation.responses[status];
    if (!response) { fault(place, `no such response of ${operation.operationId}`); continue; }
    const parts = where(response, 'paths', found.address, found.method, 'responses', `${status}`);
    if (status < 300) found.answered = true;
    for (const name of headers) {
      if (!resolve(response).headers?.[name]) fault(place, `the header ${name} is not described`);
      sentHeaders.add(`${status} ${name}`);
    }
    // 207 tells that a part of what was sent does not fit.
    if (status < 300 && status !== 207 && sent && operation.requestBody?.content?.[sentMedia] && sentMedia.includes('json'))
      open(pointer('paths', found.address, found.method, 'requestBody', 'content', sentMedia, 'schema'), JSON.parse(sent), `${place} request`);
    if (status === 304) continue;
    const form = resolve(response).content?.[media];
    if (!form) { fault(place, `${media} is no form of it`); continue; }
    const values = media.includes('ndjson') ? body.split('\n').filter(line => line).map(JSON.parse) : media.includes('json') ? [JSON.parse(body)] : [body];
    for (const value of values) strict(pointer(...parts, 'content', media, 'schema'), value, place);
  }
  for (const { operation } of operations.filter(one => !one.answered)) fault(operation.operationId, 'no answer of it was recorded');
  for (const wanted of ['200 ETag', '200 RateLimit', '200 RateLimit-Policy', '304 ETag', '401 WWW-Authenticate', '404 RateLimit', '429 Retry-After', '429 RateLimit', '503 Retry-After'])
    if (!sentHeaders.has(wanted)) fault('headers', `no answer ${wanted} was recorded`);
  return `${operations.length} operations`;
}

async function asyncapi() {
  const document = read('asyncapi.json');
  const { diagnostics } = await new Parser().parse(structuredClone(document));
  for (const { severity, path: at, message } of diagnostics) if (severity <= 1) fault(`asyncapi.json ${at.join('/')}`, message);
  if (!document.asyncapi.startsWith('3.')) fault('asyncapi.json', `is ${document.asyncapi}`);

  const check = checks(document, 'asyncapi.json');
  for (const [name, message] of Object.entries(document.components.messages)) {
    if (!message.examples?.length) fault(name, 'has no example');
    for (const example of message.examples ?? []) {
      check(pointer('components', 'messages', name, 'payload'), example.payload, `example of ${name}`);
      if (message.headers) check(pointer('components', 'messages', name, 'headers'), example.headers, `example of ${name}, headers`);
    }
  }
  return `${Object.keys(document.components.messages).length} messages`;
}

function files() {
  let count = 0;
  for (const folder of ['signals', 'changes'])
    for (const file of fs.readdirSync(path.join(docs, folder)).filter(name => name.endsWith('.json'))) {
      const check = newAjv().compile(read(`${folder}/${file}`));
      if (!check(read(`${folder}/examples/${file}`).data)) fault(`docs/${folder}/examples/${file}`, JSON.stringify(check.errors));
      count++;
    }
  return `${count} schemas of signals and changes`;
}

function tools(recorded) {
  for (const { tool, schema, answer } of recorded) {
    const check = newAjv().compile(schema);
    if (!check(answer)) fault(`tool ${tool}`, JSON.stringify(check.errors));
  }
  return `${recorded.length} answers of tools`;
}

const lines = fs.readFileSync(process.argv[2], 'utf8').split('\n').filter(line => line).map(JSON.parse);
const summary = [
  await openapi(lines.filter(line => line.path)),
  await asyncapi(),
  files(),
  tools(lines.filter(line => line.tool)),
  `${lines.filter(line => line.path).length} recorded answers`,
];
if (faults.length > 0) {
  console.log([...new Set(faults)].slice(0, 60).join('\n'));
  process.exit(1);
}
console.log(summary.join(', '));
