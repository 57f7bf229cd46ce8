// eddy only: process.moduleLoadList names modules of its own
'use strict';
// Who makes a Headers, a FormData, a Request or a Response does not wait for the modules of a whole HTTP client.
const assert = require('node:assert');
const { execFileSync } = require('node:child_process');

const client = ['http2', 'zlib', 'crypto', 'http/server', 'undici/lib/web/fetch/index', 'undici/lib/dispatcher/agent'];

for (const program of ['new Headers({ a: "b" })', 'new FormData()', 'new Request("http://localhost/")', 'new Response("text")']) {
  const out = execFileSync(process.execPath, ['-p', `${program}; process.moduleLoadList.map((name) => name.split(' ').at(-1)).join()`]);
  const loaded = out.toString().trim().split(',');
  assert.ok(loaded.includes('fetch'), program);
  assert.deepStrictEqual(client.filter((name) => loaded.includes(name)), [], program);
}
