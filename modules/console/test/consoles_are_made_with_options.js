'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(24);
const { Console } = require('node:console');
const { Writable } = require('node:stream');

assert.strictEqual(require('node:console'), globalThis.console);
assert(globalThis.console instanceof Console);
assert(!({} instanceof Console));
assert.strictEqual(String(globalThis.console), '[object console]');

const streamOf = (chunks) => new Writable({
  decodeStrings: false,
  write(chunk, encoding, callback) {
    chunks.push(chunk);
    callback();
  },
});
const written = (options, ...args) => {
  const chunks = [];
  new Console({ stdout: streamOf(chunks), ...options }).log(...args);
  return chunks.join('');
};
delete process.env.FORCE_COLOR;
assert.strictEqual(written({}, 1), '1\n');
assert.strictEqual(written({ colorMode: true }, 1), '\u001b[33m1\u001b[39m\n');
assert.strictEqual(written({ inspectOptions: { depth: 0 } }, { a: { b: 1 } }), '{ a: [Object] }\n');
const chunks = [];
const colored = streamOf(chunks);
colored.isTTY = true;
new Console({ stdout: colored }).log(1);
new Console({ stdout: colored, inspectOptions: new Map([[colored, { colors: false }]]) }).log(1);
assert.deepStrictEqual(chunks, ['\u001b[33m1\u001b[39m\n', '1\n']);

const stdout = streamOf([]);
for (const [options, code] of [
  [undefined, 'ERR_CONSOLE_WRITABLE_STREAM'], [{ stdout, stderr: {} }, 'ERR_CONSOLE_WRITABLE_STREAM'],
  [{ stdout, colorMode: 1 }, 'ERR_INVALID_ARG_VALUE'], [{ stdout, inspectOptions: null }, 'ERR_INVALID_ARG_TYPE'],
  [{ stdout, colorMode: true, inspectOptions: { colors: true } }, 'ERR_INCOMPATIBLE_OPTION_PAIR'],
  [{ stdout, groupIndentation: 1001 }, 'ERR_OUT_OF_RANGE'], [{ stdout, groupIndentation: '1' }, 'ERR_INVALID_ARG_TYPE'],
]) assert.throws(() => new Console(options), { code });

// Methods are bound, also those of subclasses, and are no constructors.
class Mine extends Console {
  log() { return this; }
}
const mine = new Mine(stdout);
assert.strictEqual((0, mine.log)(), mine);
assert(Console(stdout) instanceof Console);
assert.throws(() => new console.log(), TypeError);
assert.deepStrictEqual([console.info.name, console.dirxml.name, mine.groupCollapsed.name],
['info', 'dirxml', 'groupCollapsed']);

// Errors of writes are ignored, unless asked for; an overflow of the stack is not.
const broken = (write) => ({ write, listenerCount: () => 0, once() {}, removeListener() {} });
new Console(broken(() => { throw null; })).log('a');
assert.throws(() => new Console(broken(() => { throw new Error('no'); }), undefined, false).log('a'), /no/);
const endless = () => endless();
assert.throws(() => new Console(broken(endless)).log('a'), RangeError);
new Console(new Writable({ write(chunk, encoding, callback) { process.nextTick(finish.once(() => callback(new Error('late')))); } })).log('a');

// The global console's streams can be replaced.
const replaced = [];
globalThis.console._stdout = streamOf(replaced);
globalThis.console.log('x');
assert.deepStrictEqual(replaced, ['x\n']);

const { channel } = require('node:diagnostics_channel');
const seen = [];
channel('console.debug').subscribe((args) => seen.push([...args]));
globalThis.console.debug('a', 1);
assert.deepStrictEqual(seen, [['a', 1]]);
assert.deepStrictEqual(replaced, ['x\n', 'a 1\n']);
