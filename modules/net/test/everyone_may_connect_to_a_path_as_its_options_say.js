'use strict';
// readableAll and writableAll are all that a socket's file allows; without them the mask of the process counts.
const assert = require('node:assert');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'mode-'));
process.on('exit', () => fs.rmSync(dir, { recursive: true }));
const cases = [[{}, 0o755], [{ readableAll: true }, 0o444], [{ writableAll: true }, 0o222],
               [{ readableAll: true, writableAll: true }, 0o666]];

finish(async () => {
  process.umask(0o22);
  for (const [options, mode] of cases) {
    const server = net.createServer().listen({ path: path.join(dir, 'socket'), ...options });
    await once(server, 'listening');
    assert.strictEqual(fs.statSync(path.join(dir, 'socket')).mode & 0o777, mode, JSON.stringify(options));
    await once(server.close(), 'close');
  }
});
