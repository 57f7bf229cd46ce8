'use strict';
// A kept socket's time-out: the agent's, or what the server says of its own (Keep-Alive: timeout=N) less a buffer, when
// that is shorter. An agent without time-out has none; a server that waits no longer than the buffer gets a new socket.
const assert = require('node:assert');
const http = require('node:http');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

const KEPT = 'not kept';
const CASES = [
  // fields of the response, options of the agent, of the request; the kept socket's time-out in ms
  [['Keep-Alive', 'timeout=5'], {}, {}, 0],
  [['Keep-Alive', 'timeout=5'], { timeout: 0 }, {}, 0],
  [['Keep-Alive', 'timeout=5'], { timeout: 3000 }, {}, 3000],
  [['Keep-Alive', 'timeout=5'], { timeout: 60_000 }, {}, 4000],
  [['keep-alive', 'timeout=5, max=9'], { timeout: 60_000 }, {}, 4000],
  [['KEEP-Alive', 'timeout=5'], { timeout: 60_000, agentKeepAliveTimeoutBuffer: 0 }, {}, 5000],
  [['Keep-Alive', 'timeout=5'], { timeout: 60_000, agentKeepAliveTimeoutBuffer: 700 }, {}, 4300],
  [['Keep-Alive', 'timeout=5'], { timeout: 60_000, agentKeepAliveTimeoutBuffer: -1 }, {}, 4000],
  [['Keep-Alive', 'timeout=5'], { timeout: 60_000, agentKeepAliveTimeoutBuffer: 5000 }, {}, KEPT],
  [['Keep-Alive', 'timeout=1'], {}, {}, KEPT],
  [['Keep-Alive', 'timeout=0'], { agentKeepAliveTimeoutBuffer: 0 }, {}, KEPT],
  [['Keep-Alive', 'max=9, timeout=5'], { timeout: 60_000 }, {}, 60_000],
  [['Keep-Alive', 'Timeout=5'], { timeout: 60_000 }, {}, 60_000],
  [['Keep-Alive', 'timeout = 5'], { timeout: 60_000 }, {}, 60_000],
  [['Keep-Alive', 'max=9', 'Keep-Alive', 'timeout=5'], { timeout: 60_000 }, {}, 60_000],
  [['X', 'keep-alive'], { timeout: 60_000 }, {}, 60_000],
  [[], { timeout: 60_000 }, {}, 60_000],
  [[], {}, { timeout: 7000 }, 0],
  [[], { timeout: 60_000 }, { timeout: 7000 }, 60_000],
  [['Keep-Alive', 'timeout=5'], { timeout: 60_000 }, { timeout: 2000 }, 4000],
];

async function main() {
  let fields;
  const server = http.createServer((request, response) => {
    response.writeHead(200, ['Connection', 'keep-alive', ...fields]);
    response.end('x');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  for (const [given, agentOptions, options, expected] of CASES) {
    for (const looks of [false, true]) {
      fields = given;
      const agent = new http.Agent({ keepAlive: true, ...agentOptions });
      const request = http.get({ host: '127.0.0.1', port: server.address().port, agent, ...options });
      const [response] = await once(request, 'response');
      const { socket } = response;
      if (looks) assert.strictEqual(response.headers.connection, 'keep-alive');
      response.resume();
      await once(request, 'close');
      await new Promise(setImmediate);
      const kept = Object.values(agent.freeSockets).flat();
      assert.deepStrictEqual(kept.length === 0 ? KEPT : kept[0].timeout, expected, JSON.stringify([given, agentOptions]));
      assert.strictEqual(socket.destroyed, expected === KEPT);
      agent.destroy();
    }
  }
  server.close();
  await once(server, 'close');
  finished = true;
}

let finished = false;
process.on('exit', () => assert.ok(finished, 'the test did not come to its end'));
finish(main);
