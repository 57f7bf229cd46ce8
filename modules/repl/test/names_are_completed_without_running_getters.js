'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(38);
const repl = require('node:repl');
const { PassThrough } = require('node:stream');

const input = new PassThrough();
const output = new PassThrough();
output.write = () => true;
const server = repl.start({ prompt: '', input, output, terminal: true, useColors: false, preview: false });
server.context.object = {
  alpha: { beta: { gamma: 1 } },
  get trap() { throw new Error('a getter has run'); },
};
server.context.proxy = new Proxy({}, { get() { throw new Error('a trap has run'); }, ownKeys() { throw new Error('a trap has run'); } });
server.write('let lexical = { inner: 1 }; const key = "alpha"\n');

function complete(line) {
  let result;
  server.complete(line, (error, completions) => {
    assert.ifError(error);
    result = completions;
  });
  return result;
}

assert.deepStrictEqual(complete('object.al'), [['object.alpha'], 'object.al']);
assert.deepStrictEqual(complete('object.AL'), [['object.alpha'], 'object.AL']);
assert.deepStrictEqual(complete('object["alpha"].be'), [['object["alpha"].beta'], 'object["alpha"].be']);
assert.deepStrictEqual(complete('object[key].beta.ga'), [['object[key].beta.gamma'], 'object[key].beta.ga']);
assert.deepStrictEqual(complete('object?.alp'), [['object?.alpha'], 'object?.alp']);
assert.deepStrictEqual(complete('object.tr'), [['object.trap'], 'object.tr']);
assert.deepStrictEqual(complete('object.trap.')[0], []);
assert.deepStrictEqual(complete('proxy.')[0], []);
assert.deepStrictEqual(complete('nothing.at.all.')[0], []);
assert.deepStrictEqual(complete('lexical.in'), [['lexical.inner'], 'lexical.in']);
assert.deepStrictEqual(complete('let a')[0], []);
assert.deepStrictEqual(complete('"".toUpperC'), [['"".toUpperCase'], '"".toUpperC']);
assert.deepStrictEqual(complete('1 + Math.floo'), [['Math.floor'], 'Math.floo']);
assert.deepStrictEqual(complete('.he'), [['help'], 'he']);
assert.ok(complete('')[0].includes('globalThis'));
assert.deepStrictEqual(complete('instanceo'), [['instanceof'], 'instanceo']);
const [modules, started] = complete("require('child_p");
assert.deepStrictEqual([modules.includes('child_process'), started], [true, 'child_p']);
assert.deepStrictEqual(complete("require('fs/"), [['fs/promises'], 'fs/']);   // completes at once
assert.ok(complete("import('node:fs")[0].includes('node:fs/promises'));
server.close();
