'use strict';
const assert = require('node:assert');
const domain = require('node:domain');
const EventEmitter = require('node:events');
const finish = require('../../../test/_finish');

assert.strictEqual(EventEmitter.usingDomains, true);
const seen = [];
const d = domain.create();
d.on('error', (er) => seen.push([er.message, er.domain === d, er.domainThrown, er.domainBound, process.domain, domain._stack.length]));

// Emitters: added, made within; explicit listeners come first.
const added = new EventEmitter();
d.add(added);
d.add(added);
assert.deepStrictEqual([added.domain, d.members, Object.keys(added).includes('domain')], [d, [added], false]);
added.emit('error', new Error('added'));
const made = d.run(() => new EventEmitter());
assert.strictEqual(made.domain, d);
made.emit('error', new Error('made'));
made.once('error', () => seen.push('own listener'));
made.emit('error', new Error('never'));
d.remove(added);
assert.throws(() => added.emit('error', new Error('alone')), /^Error: alone$/);
const none = undefined;
assert.deepStrictEqual(seen.splice(0), [
  ['added', true, false, none, null, 0], ['made', true, false, none, null, 0], 'own listener',
]);

// Functions.
const callback = (x) => x + 1;
assert.strictEqual(d.bind(callback)(1), 2);
assert.strictEqual(d.intercept(callback)(null, 1), 2);
d.intercept(callback)(new Error('intercepted'));
assert.deepStrictEqual(seen.splice(0), [['intercepted', true, false, callback, undefined, 0]]);
assert.strictEqual(d.run((a, b) => [process.domain === d, a, b].join(), 1, 2), 'true,1,2');

// The stack of domains.
const [a, b, c] = [domain.create(), domain.create(), domain.create()];
a.enter();
b.enter();
c.enter();
b.exit();
assert.deepStrictEqual(domain._stack, [a]);
assert.strictEqual(domain.active, a);
a.exit();
assert.strictEqual(process.domain, undefined);

// Thrown, later: in ticks, timers, promises; from an inner domain that does not listen to the outer that does.
const inner = domain.create();
d.run(() => {
  process.nextTick(() => { throw new Error('tick'); });
  setTimeout(() => {
    assert.strictEqual(process.domain, d);
    inner.run(() => { throw new Error('inner'); });
  }, 1);
  Promise.resolve().then(() => assert.strictEqual(process.domain, d));
});
process.on('uncaughtException', (er) => {
  assert.strictEqual(process.domain, null);
  seen.push(['uncaught', er.message]);
});
setTimeout(() => inner.run(() => { throw new Error('unheard'); }), 20);
finish.atExit(() => {
  assert.deepStrictEqual(seen, [
    ['tick', true, true, none, undefined, 0], ['inner', true, true, none, undefined, 0], ['uncaught', 'unheard'],
  ]);
});
