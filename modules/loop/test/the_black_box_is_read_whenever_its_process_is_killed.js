// eddy only: --loop-black-box
'use strict';
// A program is killed at a random moment; its black box is read, and names the callback that it was in. The program itself
// writes to a file which one that is. KILLS=200 tries longer (make kill-boxes), SEED repeats the moments.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: wait } = require('node:timers/promises');
const finish = require('../../../test/_finish');
const { randomFrom } = require('../../../test/_random');
const { folder, plant, start, stop, eddy } = require('./_asking');

const kills = Number(process.env.KILLS ?? 5);
const seed = Number(process.env.SEED ?? Date.now() % 100000);
const LONGEST_MS = 400;

// Each callback is of another kind, and has a function of its own.
const program = plant('many.js', `
  const fs = require('node:fs');
  const http = require('node:http');
  const log = fs.openSync(process.argv[2], 'w');
  function work(name) {
    fs.writeSync(log, 'begin ' + name + '\\n');
    for (const end = performance.now() + 3 * Math.random(); performance.now() < end;);
    fs.writeSync(log, 'end ' + name + '\\n');
  }
  setInterval(function ofTimer() { work('ofTimer'); }, 1);
  setImmediate(function ofImmediate() { work('ofImmediate'); setImmediate(ofImmediate); });
  fs.stat(__filename, function ofFile() { work('ofFile'); fs.stat(__filename, ofFile); });
  const server = http.createServer(function ofRequest(request, response) { work('ofRequest'); response.end('as ever'); });
  server.listen(0, '127.0.0.1', () => {
    const agent = new http.Agent({ keepAlive: true });
    (function ask() {
      http.get({ port: server.address().port, agent }, function ofResponse(response) {
        work('ofResponse');
        response.resume().on('end', ask);
      });
    })();
    console.log('runs');
  });
`);

const KINDS = {
  __proto__: null,
  ofTimer: 'timer', ofImmediate: 'immediate', ofFile: 'fs result', ofRequest: 'http request', ofResponse: 'tcp read',
};

async function killOnce(number, ms) {
  const [box, log] = [`${number}.box`, `${number}.log`].map((name) => path.join(folder, name));
  const child = await start([`--loop-black-box=${box}`, program, log]);
  await wait(ms);
  await stop(child);
  const last = fs.readFileSync(log, 'utf8').trimEnd().split('\n').at(-1);
  const { code, stdout, stderr } = await eddy(['loop', 'last', box, '--json']);
  assert.strictEqual(code, 0, stderr);
  const { pid, ended, records } = JSON.parse(stdout);
  assert.deepStrictEqual([pid, ended], [child.pid, false]);
  const running = records.findLast(({ type, end }) => type === 'callback' && end === undefined);
  for (const file of [box, log]) fs.rmSync(file);
  const [, name] = /^begin (\w+)$/.exec(last) ?? [];
  if (name === undefined) return 'between'; // two callbacks, or in what is in front of the next one's first line
  assert.strictEqual(running?.kind, KINDS[name], `in ${name}: ${JSON.stringify(running)}`);
  assert.strictEqual(running.site.split(' ').at(-1), name, JSON.stringify(running));
  return name;
}

finish(async () => {
  const random = randomFrom(seed);
  const seen = { __proto__: null };
  for (let i = 0; i < kills; i++) {
    const place = await killOnce(i, random(LONGEST_MS)).catch((error) => {
      error.message = `SEED=${seed}, kill ${i}: ${error.message}`;
      throw error;
    });
    seen[place] = (seen[place] ?? 0) + 1;
  }
  if (process.env.KILLS) console.log(`SEED=${seed}: ${kills} boxes read, killed ${Object.entries(seen).map(([name, count]) => `${count} ${name}`).join(', ')}`);
});
