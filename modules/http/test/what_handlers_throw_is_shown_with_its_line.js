'use strict';
// An error that a listener throws while a request comes in is reported with the line that threw it, not one of the runtime.
const assert = require('node:assert');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const finish = require('../../../test/_finish');

const BEGINNINGS = {
  request: 'createServer()',
  checkContinue: 'createServer()',
  checkExpectation: 'createServer()',
  upgrade: 'createServer()',
};
const HEADERS = {
  request: '{}', checkContinue: "{ expect: '100-continue' }", checkExpectation: "{ expect: 'more' }",
  upgrade: "{ connection: 'upgrade', upgrade: 'x' }",
};

function program(event, prelude) {
  return `${prelude}const http = require('node:http');
const server = http.${BEGINNINGS[event]};
server.on('${event}', () => {
  throw new Error('of a listener');
});
server.listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, host: '127.0.0.1', headers: ${HEADERS[event]} }).on('error', () => {});
});
`;
}

function run(file) {
  return new Promise((resolve) => {
    execFile(process.execPath, [file], (error, stdout, stderr) => resolve({ code: error?.code, stderr }));
  });
}

finish(async () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'thrown-'));
  const hooks = "require('node:async_hooks').createHook({ init() {} }).enable(); ";
  for (const event of Object.keys(HEADERS)) {
    for (const prelude of ['', hooks]) {
      const file = path.join(directory, `${event}.js`);
      fs.writeFileSync(file, program(event, prelude));
      const { code, stderr } = await run(file);
      assert.strictEqual(code, 1);
      const lines = stderr.split('\n');
      assert.deepStrictEqual(lines.slice(0, 3), [`${file}:4`, "  throw new Error('of a listener');", '  ^'], stderr);
    }
  }
  fs.rmSync(directory, { recursive: true });
});
