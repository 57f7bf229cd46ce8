'use strict';
const assert = require('node:assert');
const { inspect } = require('node:util');
const finish = require('../../../test/_finish');

const target = new EventTarget();
const seen = [];

// Functions and objects, each once for a type and a capture flag; `this`; once; order.
const fn = function(event) { seen.push(['fn', this === target, event.type]); };
const object = { handleEvent(event) { seen.push(['object', this === object, event.target === target]); } };
target.addEventListener('x', fn);
target.addEventListener('x', fn);
target.addEventListener('x', object, { once: true });
target.addEventListener('x', fn, true);
const event = new Event('x', { cancelable: true });
assert.strictEqual(target.dispatchEvent(event), true);
assert.deepStrictEqual(seen.splice(0), [['fn', true, 'x'], ['object', true, true], ['fn', true, 'x']]);
assert.deepStrictEqual([event.target, event.currentTarget, event.eventPhase, event.composedPath()], [target, null, 0, []]);
target.removeEventListener('x', fn);
target.dispatchEvent(event);
assert.strictEqual(seen.splice(0).length, 1);
target.removeEventListener('x', fn, { capture: true });
target.addEventListener('phase', (e) => seen.push(e.eventPhase, e.currentTarget, ...e.composedPath()));
target.dispatchEvent(new Event('phase'));
assert.deepStrictEqual(seen.splice(0), [2, target, target]);

// Listeners removed meanwhile are not called; listeners added meanwhile wait for the next event.
const removed = () => seen.push('removed');
target.addEventListener('y', () => {
  target.removeEventListener('y', removed);
  target.addEventListener('y', () => seen.push('added'));
}, { once: true });
target.addEventListener('y', removed);
target.dispatchEvent(new Event('y'));
assert.deepStrictEqual(seen, []);
target.dispatchEvent(new Event('y'));
assert.deepStrictEqual(seen.splice(0), ['added']);

// preventDefault: cancelable events, listeners that are not passive.
target.addEventListener('p', (e) => e.preventDefault(), { passive: true });
assert.strictEqual(target.dispatchEvent(new Event('p', { cancelable: true })), true);
target.addEventListener('p', (e) => e.preventDefault());
assert.strictEqual(target.dispatchEvent(new Event('p', { cancelable: true })), false);
assert.strictEqual(target.dispatchEvent(new Event('p')), true);

// stopImmediatePropagation, a signal, recursion.
const controller = new AbortController();
target.addEventListener('s', (e) => { seen.push('first'); e.stopImmediatePropagation(); });
target.addEventListener('s', () => seen.push('never'));
target.dispatchEvent(new Event('s'));
target.addEventListener('t', () => seen.push('by signal'), { signal: controller.signal });
target.dispatchEvent(new Event('t'));
controller.abort();
target.dispatchEvent(new Event('t'));
target.addEventListener('t', () => seen.push('never'), { signal: controller.signal });
target.dispatchEvent(new Event('t'));
assert.deepStrictEqual(seen.splice(0), ['first', 'by signal']);
target.addEventListener('r', (e) => assert.throws(() => target.dispatchEvent(e), { code: 'ERR_EVENT_RECURSION' }));
target.dispatchEvent(new Event('r'));

// Errors are uncaught exceptions, later; the other listeners are called.
const uncaught = [];
process.on('uncaughtException', (err) => uncaught.push(err.message));
target.addEventListener('e', () => { throw new Error('sync'); });
target.addEventListener('e', async () => { throw new Error('async'); });
target.addEventListener('e', () => seen.push('still'));
target.dispatchEvent(new Event('e'));
assert.deepStrictEqual(seen.splice(0), ['still']);
finish.atExit(() => assert.deepStrictEqual(uncaught, ['sync', 'async']));

// Arguments.
assert.throws(() => target.addEventListener('a'), { code: 'ERR_MISSING_ARGS', message: 'The "type" and "listener" arguments must be specified' });
assert.throws(() => target.addEventListener('a', 1), {
  code: 'ERR_INVALID_ARG_TYPE', message: 'The "listener" argument must be an instance of EventListener. Received type number (1)',
});
assert.throws(() => target.addEventListener('a', fn, { signal: null }), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => target.addEventListener(Symbol(), fn), { name: 'TypeError' });
assert.throws(() => target.dispatchEvent({ type: 'x' }), {
  code: 'ERR_INVALID_ARG_TYPE', message: 'The "event" argument must be an instance of Event. Received an instance of Object',
});
assert.throws(() => EventTarget.prototype.dispatchEvent.call({}, event), {
  code: 'ERR_INVALID_THIS', message: 'Value of "this" must be of type EventTarget',
});
assert.throws(() => new Event(), { code: 'ERR_MISSING_ARGS', message: 'The "type" argument must be specified' });
assert.throws(() => Event.prototype.type, { code: 'ERR_INVALID_THIS', message: 'Value of "this" must be of type Event' });

// How they look.
class Sub extends EventTarget {}
assert.strictEqual(inspect(new Sub()), 'Sub {}');
assert.match(inspect(new CustomEvent('c')), /^CustomEvent \{\n  type: 'c',\n  defaultPrevented: false,\n  cancelable: false,\n  timeStamp: [\d.]+\n\}$/);
assert.deepStrictEqual(Object.keys(EventTarget.prototype), ['addEventListener', 'removeEventListener', 'dispatchEvent']);
assert.deepStrictEqual(Reflect.ownKeys(target).filter((key) => typeof key === 'string'), []);
assert.strictEqual(`${new Event('')}`, '[object Event]');
assert.strictEqual(new CustomEvent('c', { detail: 5 }).detail, 5);
assert.deepStrictEqual([Event.NONE, Event.CAPTURING_PHASE, Event.AT_TARGET, Event.BUBBLING_PHASE], [0, 1, 2, 3]);
