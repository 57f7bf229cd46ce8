// The stack of a failed fetch() begins with fetch's own frame and names the async functions that waited for it; requests
// call themselves node's.
import assert from 'node:assert';
import http from 'node:http';
import net from 'node:net';
import { once } from 'node:events';
import finish from '../../../test/_finish.js';

const server = net.createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();
server.close();
await once(server, 'close');

async function inner(...args) {
  return await fetch(...args);
}
async function outer(...args) {
  await inner(...args);
}

await finish(async () => {
  const refused = await outer(`http://127.0.0.1:${port}/`).catch((error) => error);
  assert.strictEqual(refused.cause.code, 'ECONNREFUSED');
  const lines = refused.stack.split('\n').map((line) => line.trim());
  assert.strictEqual(lines[0], 'TypeError: fetch failed');
  assert.match(lines[1], /^at node:\S+:\d+:\d+$/);
  assert.match(lines[2], /^at process\.processTicksAndRejections \(node:\S+:\d+:\d+\)$/);
  assert.match(lines[3], /^at async inner \(.*failures_name_the_functions_that_waited\.mjs:16:10\)$/);
  assert.match(lines[4], /^at async outer \(.*failures_name_the_functions_that_waited\.mjs:19:3\)$/);

  const mine = new Error('mine');
  for (const [args, message] of [
    [['no URL'], 'Failed to parse URL from no URL'],
    [['ftp://there/'], 'fetch failed'],
    [['http://127.0.0.1/', { signal: AbortSignal.abort(mine) }], 'mine'],
    [['http://127.0.0.1/', { signal: AbortSignal.abort() }], 'This operation was aborted'],
  ]) {
    const error = await outer(...args).catch((reason) => reason);
    assert.strictEqual(error.message, message);
    assert.match(error.stack, /\n +at node:.*(\n.*)?\n +at async inner .*\n +at async outer /);
  }
  assert.strictEqual(await outer('http://127.0.0.1/', { signal: AbortSignal.abort(3) }).catch((reason) => reason), 3);

  const web = http.createServer((request, response) => response.end(request.headers['user-agent'])).listen(0, '127.0.0.1');
  await once(web, 'listening');
  const response = await fetch(`http://127.0.0.1:${web.address().port}/`);
  assert.strictEqual(await response.text(), 'node');
  web.close();
  web.closeAllConnections();
});
