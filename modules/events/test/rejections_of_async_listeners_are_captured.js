'use strict';
const assert = require('node:assert');
const EventEmitter = require('node:events');
const finish = require('../../../test/_finish');

const seen = [];
const err = new Error('late');
const reject = async () => { throw err; };

const plain = new EventEmitter({ captureRejections: true });
plain.on('x', reject);
plain.on('x', reject);
plain.on('error', (e) => seen.push(['error', e]));
plain.emit('x', 1);

const custom = new EventEmitter({ captureRejections: true });
custom[EventEmitter.captureRejectionSymbol] = (...args) => seen.push(['custom', ...args]);
custom.on('y', reject);
custom.emit('y', 1, 2);

// A getter of `then` that throws is told at once.
const thenable = new EventEmitter({ captureRejections: true });
thenable.on('x', () => ({ get then() { throw err; } }));
thenable.on('error', (e) => seen.push(['getter', e]));
thenable.emit('x');

EventEmitter.captureRejections = true;
assert.strictEqual(EventEmitter.captureRejections, true);
const byDefault = new EventEmitter();
EventEmitter.captureRejections = false;
byDefault.on('x', reject);
byDefault.on('error', (e) => seen.push(['default', e]));
byDefault.emit('x');

finish.atExit(() => {
  assert.deepStrictEqual(seen, [
    ['getter', err], ['error', err], ['error', err], ['custom', err, 'y', 1, 2], ['default', err],
  ]);
});

assert.throws(() => new EventEmitter({ captureRejections: 1 }), {
  code: 'ERR_INVALID_ARG_TYPE',
  message: 'The "options.captureRejections" property must be of type boolean. Received type number (1)',
});
