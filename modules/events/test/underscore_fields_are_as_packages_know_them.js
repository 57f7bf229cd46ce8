'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(31);
const util = require('node:util');
const EventEmitter = require('node:events');

const a = () => {};
const b = () => {};
const ee = new EventEmitter();
assert.strictEqual(Object.getPrototypeOf(ee._events), null);
assert.strictEqual(ee._eventsCount, 0);
assert.ok(Object.hasOwn(ee, '_maxListeners'));
ee.on('x', a);
assert.strictEqual(ee._events.x, a);
ee.on('x', b);
assert.deepStrictEqual(ee._events.x, [a, b]);
ee.off('x', a);
assert.strictEqual(ee._events.x, b);
assert.strictEqual(ee._eventsCount, 1);
ee.once('y', a);
assert.strictEqual(ee._events.y.listener, a);
assert.strictEqual(ee._events.y.name, 'bound onceWrapper');
assert.deepStrictEqual(ee.listeners('y'), [a]);
ee.rawListeners('y')[0]();
assert.strictEqual(ee.listenerCount('y'), 0);

// A constructor of the old kind, and one that never calls EventEmitter.
function Old() { EventEmitter.call(this); }
util.inherits(Old, EventEmitter);
const old = new Old();
old.on('x', a);
assert.strictEqual(new Old().listenerCount('x'), 0);
function Never() {}
util.inherits(Never, EventEmitter);
const never = new Never();
assert.strictEqual(never.emit('x'), false);
never.on('x', a);
assert.deepStrictEqual(Object.keys(never), ['_events', '_eventsCount']);
assert.throws(() => EventEmitter.call(undefined), { name: 'TypeError' });

// Objects that got an emitter's methods without its prototype.
const mixed = Object.assign({}, EventEmitter.prototype);
let calls = 0;
mixed.on('x', () => calls++);
mixed.emit('x');
assert.strictEqual(calls, 1);

// _events with a subclass's own names keeps them when their listeners go.
function Preset() {
  this._events = { close: undefined, error: undefined };
  EventEmitter.call(this);
}
util.inherits(Preset, EventEmitter);
const preset = new Preset();
assert.deepStrictEqual(preset.eventNames(), []);
preset.on('close', a);
assert.ok(preset.eventNames().includes('close'));
preset.off('close', a);
assert.deepStrictEqual(Object.keys(preset._events), ['close', 'error']);

assert.strictEqual(util.inspect(new EventEmitter()), `EventEmitter {
  _events: [Object: null prototype] {},
  _eventsCount: 0,
  _maxListeners: undefined,
  Symbol(shapeMode): false,
  Symbol(kCapture): false
}`);

const lengths = Object.entries({ emit: 1, on: 2, once: 2, removeAllListeners: 1, listenerCount: 2, eventNames: 0, setMaxListeners: 1 });
for (const [name, length] of lengths) assert.strictEqual(EventEmitter.prototype[name].length, length, name);
assert.strictEqual(EventEmitter.length, 1);
assert.strictEqual(EventEmitter.prototype.on, EventEmitter.prototype.addListener);
assert.strictEqual(EventEmitter.prototype.off, EventEmitter.prototype.removeListener);
assert.strictEqual(EventEmitter.EventEmitter, EventEmitter);
