'use strict';
const assert = require('node:assert');
const { record, shown } = require('./_trace');

const options = ['--trace-event-categories', 'node.console'];
const log = ['C count::a {"data":1}'];

const ends = [
  ['', 0, null],
  ['process.exit(3);', 3, null],
  ['throw new Error("x");', 1, null],
  ['process.on("exit", () => { console.count("b"); });', 0, null],
  ['process.on("SIGTERM", () => process.exit(4)); process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000);', 4, null],
];
for (const [code, status, signal] of ends) {
  const result = record(options, `console.count("a"); ${code}`);
  assert.deepStrictEqual([result.status, result.signal, result.files], [status, signal, ['node_trace.1.log']], code);
  assert.deepStrictEqual(shown(result.events, true), code.includes('"b"') ? [...log, 'C count::b {"data":1}'] : log, code);
}

// A signal that nobody handles ends it at once.
const killed = record(options, 'console.count("a"); process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000);');
assert.deepStrictEqual([killed.signal, killed.files], ['SIGTERM', []]);

// Nobody records: no file.
assert.deepStrictEqual(record([], 'console.count("a");').files, []);
assert.deepStrictEqual(record(['--trace-event-categories', ''], 'console.count("a");').files, []);

// Its name.
const name = '${pid}-${rotation}-${pid}.log';
const renamed = record([...options, '--trace-event-file-pattern', name], 'console.count("a");', '${pid}-1-${pid}.log'.replace('1', '1'));
assert.deepStrictEqual(renamed.files, [`${renamed.pid}-1-${renamed.pid}.log`]);
assert.deepStrictEqual(shown(renamed.events, true), log);

// --trace-events-enabled stands for v8, node and node.async_hooks.
const usual = record(['--trace-events-enabled'], 'setTimeout(() => {}, 1);');
assert.ok(shown(usual.events).includes('b Timeout'));
assert.ok(usual.events.some(({ cat }) => cat === 'v8'));
