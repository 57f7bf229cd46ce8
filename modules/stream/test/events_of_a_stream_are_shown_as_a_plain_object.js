'use strict';
// console.log() of a stream or a request shows `_events` as Node does, without the name of what made it.
const assert = require('node:assert');
const http = require('node:http');
const { Duplex, Readable, Writable } = require('node:stream');
const { inspect } = require('node:util');

const shown = (emitter) => inspect(emitter._events, { breakLength: Infinity });
const readable = 'close: undefined, error: undefined, data: undefined, end: undefined, readable: undefined';
const writable = 'close: undefined, error: undefined, prefinish: undefined, finish: undefined, drain: undefined';
assert.strictEqual(shown(new Readable()), `{ ${readable} }`);
assert.strictEqual(shown(new Writable()), `{ ${writable} }`);
assert.strictEqual(shown(new Duplex()), `{ ${writable}, data: undefined, end: undefined, readable: undefined }`);
assert.strictEqual(shown(new http.IncomingMessage(null)), `{ ${readable} }`);
