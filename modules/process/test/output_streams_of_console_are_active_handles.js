// A line of console's makes the stream that it goes to, and one with formatted values stderr, too. Where they are pipes, they are
// active handles, in the order in which all were made.
'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

function run(program) {
  const { stdout, status } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  assert.strictEqual(status, 0);
  return stdout.trim().split('\n');
}

const show = `console.log(JSON.stringify([process.getActiveResourcesInfo(),
  process._getActiveHandles().map((handle) => handle.fd)]));`;
const both = '[["PipeWrap","PipeWrap"],[1,2]]';

assert.deepStrictEqual(run(`${show} ${show} process.stdout; ${show}`), ['[[],[]]', '[["PipeWrap"],[1]]', '[["PipeWrap"],[1]]']);
assert.deepStrictEqual(run(`console.log(1); ${show} process.stdout; ${show}`), ['1', both, both]);
assert.deepStrictEqual(run(`process.stdout; console.log('a', 'b'); ${show}`), ['a b', both]);
assert.deepStrictEqual(run(`console.error('text'); ${show} ${show}`), ['[["PipeWrap"],[2]]', '[["PipeWrap","PipeWrap"],[2,1]]']);
assert.deepStrictEqual(run(`console.error(1); ${show} ${show}`), ['[["PipeWrap"],[2]]', '[["PipeWrap","PipeWrap"],[2,1]]']);

const server = "const server = require('net').createServer(); server.listen(0, () => { server.close(); });";
const kinds = 'console.log(process.getActiveResourcesInfo().join());';
assert.deepStrictEqual(run(`${server} ${kinds} ${kinds}`), ['TCPServerWrap', 'TCPServerWrap,PipeWrap']);
assert.deepStrictEqual(run(`console.log(1); ${server} ${kinds} ${kinds}`),
                       ['1', 'PipeWrap,PipeWrap,TCPServerWrap', 'PipeWrap,PipeWrap,TCPServerWrap']);
assert.deepStrictEqual(run(`console.log('1'); ${server} console.log({}); ${kinds}`), ['1', '{}', 'PipeWrap,TCPServerWrap,PipeWrap']);
