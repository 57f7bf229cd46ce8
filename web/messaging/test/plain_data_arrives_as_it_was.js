'use strict';
// Objects and arrays of plain data take a way of their own to the other side; nobody sees the difference.
const finish = require('../../../test/_finish');
const assert = finish.plan(7267);
const vm = require('node:vm');
const { MessageChannel, BroadcastChannel, Worker, receiveMessageOnPort, moveMessagePortToContext, markAsUncloneable } =
  require('node:worker_threads');

const { port1, port2 } = new MessageChannel();

function sent(value) {
  port1.postMessage(value);
  return receiveMessageOnPort(port2).message;
}

function refuses(value) {
  assert.throws(() => port1.postMessage(value), { name: 'DataCloneError', code: 25 });
  assert.throws(() => structuredClone(value), { name: 'DataCloneError', code: 25 });
}

function arrives(value, expected = value) {
  for (const copy of [sent(value), structuredClone(value)]) {
    assert.deepStrictEqual(copy, expected);
    assert.deepStrictEqual(Object.keys(copy), Object.keys(expected));
    assert.strictEqual(Object.isFrozen(copy) && Object.keys(copy).length > 0, false);
  }
}

// --- Values. ---
let nested = 'none';
for (let i = 0; i < 15; i++) nested = { [`first${i}`]: nested, [`second${i}`]: [i] };
arrives(nested);
arrives({});
arrives([]);
arrives({ a: 1, b: -0, c: 0, d: 1.5, e: NaN, f: -Infinity, g: 2 ** 31, h: -(2 ** 31), i: 2 ** 53, j: 5e-324 });
arrives({ t: true, f: false, n: null, u: undefined });
arrives({ empty: '', short: 'text', latin1: 'caf\u00e9', wide: '\u20ac\ud83d\ude00', alone: '\ud800', zero: 'a\0b' });
arrives({ long: 'x'.repeat(100_000), wide: '\u0416'.repeat(70_001), cons: 'a'.repeat(50) + Date.now() });
arrives([1, 'two', [3, [4, { five: [6, {}, []] }]], null, undefined, true]);
arrives([1.5, 2.5, -0]);
arrives(Array.from({ length: 900 }, (_, i) => i));
arrives(Array.from({ length: 20 }, (_, id) => ({ id, name: `row ${id}`, values: [id, id + 0.5, `${id}`] })));
arrives({ ...Array.from('abc') });
arrives({ big: 10n, date: new Date(5), map: new Map([[{ a: 1 }, [2]]]), error: new TypeError('no') });

// --- Keys. ---
arrives({ 'with space': 1, '\u20ac': 2, '2': 3, '-1': 4, '01': 5, 'constructor': 6, 'toString': 7, '': 8, 'x\0y': 9 });
arrives({ ['k'.repeat(1000)]: 1 });
arrives(Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`key${i}`, i])));
const own = Object.defineProperty({ a: 1 }, '__proto__', { value: { b: 2 }, enumerable: true });
for (const copy of [sent(own), structuredClone(own)]) {
  assert.strictEqual(Object.getPrototypeOf(copy), Object.prototype);
  assert.deepStrictEqual(Object.getOwnPropertyDescriptor(copy, '__proto__').value, { b: 2 });
}
arrives({ [Symbol('s')]: 1, a: 2 }, { a: 2 });
arrives(Object.defineProperty({ a: 1 }, 'hidden', { value: 2 }), { a: 1 });
for (const other of [{ b: 1, a: 2 }, { a: 1, b: 2 }, { b: 1, c: 2, a: 3 }, { a: 'x', b: {} }, { b: [], a: 0.5 }]) arrives(other);

// --- What is not plain, or not only. ---
class Point {
  constructor(x) { this.x = x; }
  get twice() { return this.x * 2; }
}
arrives(new Point(1), { x: 1 });
arrives({ point: new Point(2) }, { point: { x: 2 } });
arrives(Object.assign({ __proto__: null }, { a: 1 }), { a: 1 });
arrives({ __proto__: { inherited: 1 }, a: 1 }, { a: 1 });
arrives(Object.freeze({ a: Object.freeze([1, 2]) }));
arrives(Object.seal({ a: Object.preventExtensions([1, 2]) }));
arrives({ number: Object(1), string: Object('s'), flag: Object(false) });
const match = /(?<b>b)/.exec('abc');
assert.strictEqual(sent([match])[0].index, 1);
assert.strictEqual(structuredClone({ match }).match.input, 'abc');
class List extends Array {}
assert.strictEqual(Object.getPrototypeOf(sent({ list: List.of(1) }).list), Array.prototype);
const sparse = [1, , 3];
arrives(sparse);
assert.strictEqual(1 in sent({ sparse }).sparse, false);
arrives({ filled: new Array(3).fill(7), holes: new Array(3) });
assert.strictEqual(sent({ holes: [, undefined] }).holes.length, 2);
const foreign = vm.runInNewContext('({ a: [1, { b: 2 }] })');
assert.strictEqual(Object.getPrototypeOf(sent(foreign).a[1]), Object.prototype);
const deep = {};
for (let i = 0, at = deep; i < 100; i++) at = at.next = { i };
arrives(deep);
arrives(Array.from({ length: 5000 }, (_, i) => ({ i })));

refuses({ f() {} });
refuses({ a: [1, Symbol('s')] });
refuses({ proxy: new Proxy({}, {}) });
refuses(new Proxy([], {}));
refuses([new Proxy({ a: 1 }, { ownKeys() { throw new Error('nobody looks'); } })]);
refuses({ weak: new WeakMap() });

// --- Identity. ---
const shared = { x: 1 };
for (const copy of [sent({ a: shared, b: [shared] }), structuredClone({ a: shared, b: [shared] })]) {
  assert.strictEqual(copy.a, copy.b[0]);
  assert.notStrictEqual(copy.a, shared);
}
const circle = { list: [] };
circle.list.push(circle);
const arrived = sent(circle);
assert.strictEqual(arrived.list[0], arrived);
const round = structuredClone(circle);
assert.strictEqual(round.list[0], round);

// --- Getters: read once, in order, and they may do anything. ---
const log = [];
const lively = {
  get a() { log.push('a'); return 1; },
  b: { get c() { log.push('c'); delete lively.gone; return [2]; } },
  gone: 3,
  get d() { log.push('d'); return undefined; },
};
assert.deepStrictEqual(sent(lively), { a: 1, b: { c: [2] }, d: undefined });
assert.deepStrictEqual(log, ['a', 'c', 'd']);
assert.throws(() => port1.postMessage({ a: 1, get b() { throw new RangeError('mine'); } }), { name: 'RangeError', message: 'mine' });
arrives({ after: 'an error' });
port1.postMessage({ outer: 1, get inner() { port1.postMessage({ inner: structuredClone({ x: 1 }) }); return 2; }, last: 'z' });
assert.deepStrictEqual(receiveMessageOnPort(port2).message, { inner: { x: 1 } });
assert.deepStrictEqual(receiveMessageOnPort(port2).message, { outer: 1, inner: 2, last: 'z' });
const shrinking = [{ get a() { shrinking.length = 1; return 1; } }, 2, 3];
assert.deepStrictEqual(sent([shrinking])[0][0], { a: 1 });

// --- What a program does to the prototypes of all. ---
Object.prototype.inherited = 'not sent';
try {
  const copy = sent({ a: [1, {}] });
  assert.deepStrictEqual(JSON.stringify(copy), '{"a":[1,{}]}');
  assert.strictEqual(Object.hasOwn(copy, 'inherited'), false);
} finally {
  delete Object.prototype.inherited;
}

// --- The copy is as any other object. ---
const copy = sent({ a: 1, list: [1] });
copy.b = 2;
copy.a = 'changed';
copy.list.push('more');
assert.deepStrictEqual(copy, { a: 'changed', list: [1, 'more'], b: 2 });
assert.deepStrictEqual(Object.getOwnPropertyDescriptor(copy, 'a'),
                       { value: 'changed', writable: true, enumerable: true, configurable: true });
assert.deepStrictEqual(sent({ a: 1, list: [1] }), { a: 1, list: [1] });

// --- Many shapes. ---
for (let i = 0; i < 6000; i++) assert.deepStrictEqual(sent({ [`k${i}`]: i }), { [`k${i}`]: i });
arrives({ a: 1, still: 'here' });

const forbidden = { a: 1 };
markAsUncloneable(forbidden);
refuses({ forbidden });
arrives({ allowed: {} });

// --- To others. ---
const inContext = vm.createContext({ received: undefined });
const moved = new MessageChannel();
const there = moveMessagePortToContext(moved.port2, inContext);
inContext.there = there;
vm.runInContext('there.onmessage = ({ data }) => { received = data instanceof Object && data.list instanceof Array; }; there.start()', inContext);
moved.port1.postMessage({ list: [{ x: 1 }] });

const one = new BroadcastChannel('plain');
const others = [new BroadcastChannel('plain'), new BroadcastChannel('plain')];
let heard = 0;
for (const other of others) {
  other.onmessage = ({ data }) => {
    assert.deepStrictEqual(data, { to: ['all'] });
    if (++heard < others.length) return;
    for (const channel of [one, ...others]) channel.close();
    assert.strictEqual(inContext.received, true);
    moved.port1.close();
    port1.close();
  };
}
one.postMessage({ to: ['all'] });

const worker = new Worker(`
  const { parentPort } = require('worker_threads');
  let count = 0;
  parentPort.on('message', (message) => {
    parentPort.postMessage({ message, count: ++count });
    if (message.last) parentPort.close();
  });
`, { eval: true });
let count = 0;
worker.on('message', ({ message, count: told }) => {
  assert.strictEqual(told, ++count);
  assert.deepStrictEqual(message, { id: count, tags: ['a', `b${count}`], ...(count === 500 && { last: true }) });
});
worker.on('exit', () => assert.strictEqual(count, 500));
for (let id = 1; id <= 500; id++) worker.postMessage({ id, tags: ['a', `b${id}`], ...(id === 500 && { last: true }) });
