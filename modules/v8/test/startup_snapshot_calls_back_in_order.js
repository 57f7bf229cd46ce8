'use strict';
// When the callbacks of v8.startupSnapshot are called, and what its functions refuse.
const assert = require('../../../test/_finish').plan(20);
const { build, start, file } = require('./_snapshot');
const { startupSnapshot } = require('node:v8');

const notBuilding = { code: 'ERR_NOT_BUILDING_SNAPSHOT', message: 'Operation cannot be invoked when not building startup snapshot' };
for (const name of ['addSerializeCallback', 'addDeserializeCallback', 'setDeserializeMainFunction']) {
  assert.throws(() => startupSnapshot[name](() => {}), notBuilding);
}
assert.ok(!startupSnapshot.isBuildingSnapshot());

const built = build((require) => {
  const s = require('v8').startupSnapshot;
  const say = (...words) => process._rawDebug(...words);
  const refused = (call) => {
    try {
      call();
    } catch (error) {
      say(error.name, error.code, error.message);
    }
  };
  refused(() => s.addSerializeCallback('no function'));
  refused(() => s.addDeserializeCallback());
  refused(() => s.setDeserializeMainFunction(1));
  s.addSerializeCallback((data) => {
    say('serialize', data);
    s.addSerializeCallback(() => say('added meanwhile'));
    process.nextTick(say, 'tick');
    setImmediate(say, 'immediate');
  }, 1);
  s.addSerializeCallback((data) => say('second', data));
  s.addDeserializeCallback((data) => say('deserialize', data), 2);
  s.addDeserializeCallback((data) => say('and', data));
  s.setDeserializeMainFunction((data) => {
    say('main', data);
    refused(() => s.addSerializeCallback(() => {}));
    setImmediate(say, 'end');
  }, 3);
  refused(() => s.setDeserializeMainFunction(() => {}));
  process.on('beforeExit', () => say('beforeExit'));
  process.on('exit', (code) => say('exit', code));
  say('program', !!s.isBuildingSnapshot());
});
assert.strictEqual(built.stderr, [
  'TypeError ERR_INVALID_ARG_TYPE The "callback" argument must be of type function. Received type string (\'no function\')',
  'TypeError ERR_INVALID_ARG_TYPE The "callback" argument must be of type function. Received undefined',
  'TypeError ERR_INVALID_ARG_TYPE The "callback" argument must be of type function. Received type number (1)',
  'Error ERR_DUPLICATE_STARTUP_SNAPSHOT_MAIN_FUNCTION Deserialize main function is already configured.',
  'program true', 'beforeExit', 'serialize 1', 'second undefined', 'added meanwhile', 'tick', 'immediate', 'beforeExit', 'exit 0', '',
].join('\n'));
assert.strictEqual(built.status, 0);
assert.strictEqual(start().stderr, [
  'deserialize 2', 'and undefined', 'main 3',
  'Error ERR_NOT_BUILDING_SNAPSHOT Operation cannot be invoked when not building startup snapshot', 'end', 'beforeExit', 'exit 0', '',
].join('\n'));

// An error in a callback, or in the main function, is as anywhere.
build('require("v8").startupSnapshot.addDeserializeCallback(() => { throw new Error("from the callback"); });');
file('never.js', 'console.log("never")');
let result = start(['never.js']);
assert.deepStrictEqual([result.status, result.stdout], [1, '']);
assert.match(result.stderr, /entry\.js:1\n[^]*Error: from the callback/);
build('require("v8").startupSnapshot.setDeserializeMainFunction(async () => { await null; throw new Error("from main"); });');
result = start();
assert.strictEqual(result.status, 1);
assert.match(result.stderr, /Error: from main/);

// An exit code of the program's is that of the build, which then writes nothing.
for (const [source, code] of [['process.exit(3)', 3], ['process.exitCode = 4', 4], ['throw new Error("x")', 1],
                              ['Promise.reject(new Error("x"))', 1], ['import "fs"', 1], ['require("./other")', 1],
                              ['new (require("worker_threads").Worker)("1", { eval: true })', 1]]) {
  require('node:fs').rmSync(`${require('./_snapshot').folder}/snap.blob`, { force: true });
  assert.strictEqual(build(source).status, code, source);
  assert.ok(!require('node:fs').existsSync(`${require('./_snapshot').folder}/snap.blob`), source);
}
