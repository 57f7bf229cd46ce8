'use strict';
const assert = require('node:assert');
const { record, shown } = require('./_trace');

const code = 'setImmediate(() => {}); setTimeout(() => {}, 1);';

// The process and its threads.
const plain = record(['--title=first', '--trace-event-categories', '""'], 'process.title = "second";');
assert.deepStrictEqual([plain.status, plain.stderr, plain.files], [0, '', ['node_trace.1.log']]);
assert.deepStrictEqual(plain.events, []);
const { metadata, pid } = plain;
assert.ok(metadata.every((event) => event.ph === 'M' && event.pid === pid));
const named = (name) => metadata.filter((event) => event.name === name).map(({ args }) => args);
assert.deepStrictEqual([...new Set(named('process_name').map(({ name }) => name))].sort(), ['first', 'second']);
assert.deepStrictEqual(named('version')[0], { node: process.versions.node });
assert.ok(named('thread_name').some(({ name }) => name === 'JavaScriptMainThread'));
assert.ok(named('thread_name').some(({ name }) => name === 'PlatformWorkerThread'));
const { versions, arch, platform, release } = named('node')[0].process;
assert.deepStrictEqual([versions.v8, versions.uv, arch, platform, release.name],
                       [process.versions.v8, process.versions.uv, process.arch, process.platform, process.release.name]);

// Its steps, in order of time.
const bootstrap = record(['--trace-event-categories', 'node.bootstrap'], code).events;
assert.deepStrictEqual(bootstrap.sort((a, b) => a.ts - b.ts).map(({ name }) => name), [
  'nodeStart', 'v8Start', 'environment', 'bootstrapComplete', 'loopStart', 'loopExit']);
assert.ok(bootstrap.every(({ ph, cat }) => ph === 'I' && cat === 'node,node.bootstrap'));

const { events } = record(['--trace-event-categories', 'node.environment'], code);
assert.deepStrictEqual([...new Set(shown(events))].sort(), [
  'X AtExit', 'X BeforeExit', 'X CheckImmediate', 'X RunAndClearNativeImmediates', 'X RunCleanup', 'X RunTimers',
  'b Environment', 'e Environment']);
const [begin] = events.filter(({ ph }) => ph === 'b');
assert.deepStrictEqual(begin.args.args.exec_args, ['--trace-event-categories', 'node.environment']);

// Worker threads record, too.
const worker = `
  const { Worker, isMainThread } = require('worker_threads');
  if (isMainThread) new Worker(__filename, { name: 'helper' });
  else console.count('there');
`;
const both = record(['--trace-event-categories', 'node.console'], worker);
assert.deepStrictEqual(shown(both.events, true), ['C count::there {"data":1}']);
const [{ tid }] = both.metadata.filter(({ args }) => args.name === '[worker 1] helper');
assert.strictEqual(both.events[0].tid, tid);
assert.notStrictEqual(tid, both.pid);

// They end as the process does.
const ends = record(['--trace-event-categories', 'node.environment,node.bootstrap'], worker).events;
const ofWorker = ends.filter((event) => event.tid !== event.pid).sort((a, b) => a.ts - b.ts);
const ofProcess = ends.filter((event) => event.tid === event.pid).sort((a, b) => a.ts - b.ts);
for (const own of [ofWorker, ofProcess]) {
  assert.deepStrictEqual(shown(own).filter((line) => !/Immediate|RunTimers/.test(line)).sort(), [
    'I bootstrapComplete', 'I environment', 'I loopExit', 'I loopStart', 'I nodeStart', 'I v8Start',
    'X AtExit', 'X BeforeExit', 'X RunCleanup', 'b Environment', 'e Environment']);
  assert.strictEqual(own.at(-1).name, 'Environment');
}
for (const milestone of ['nodeStart', 'v8Start']) { // a thread has those of its process
  assert.strictEqual(...[ofWorker, ofProcess].map((own) => own.find(({ name }) => name === milestone).ts));
}

// V8's own.
const fromV8 = record(['--trace-event-categories', 'v8', '--expose-gc'], 'gc();').events;
assert.ok(fromV8.some(({ name, cat, ph }) => name.startsWith('V8.GC') && cat.split(',').includes('v8') && ph === 'X'));
