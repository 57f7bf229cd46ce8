'use strict';
// A file piped into a file is copied without chunks, but not when a program has replaced what chunks go through: on the
// prototypes, before or after the streams' modules are loaded.
const assert = require('node:assert');
const { EventEmitter, once } = require('node:events');
const fs = require('node:fs');
const { Readable, Writable } = require('node:stream');
const { at } = require('./_directory.js');
const finish = require('../../../test/_finish');

const SIZE = 300_000;
fs.writeFileSync(at('source'), Buffer.alloc(SIZE, 'abc'));

/** Copies while `prototype[name]` counts the bytes that `bytesOf(...arguments)` finds, and expects all of them. */
async function assertSees(prototype, name, bytesOf) {
  const original = prototype[name];
  let seen = 0;
  prototype[name] = function(...values) {
    seen += bytesOf.call(this, ...values);
    return Reflect.apply(original, this, values);
  };
  const dest = fs.createReadStream(at('source')).pipe(fs.createWriteStream(at(name)));
  await once(dest, 'close');
  prototype[name] = original;
  assert.strictEqual(fs.statSync(at(name)).size, SIZE);
  assert.strictEqual(seen, SIZE, name);
}

finish(async () => {
  await assertSees(Writable.prototype, 'write', (chunk) => chunk.length);
  await assertSees(Readable.prototype, 'push', (chunk) => chunk?.length ?? 0);
  await assertSees(EventEmitter.prototype, 'emit', function(event, chunk) {
    return event === 'data' && this instanceof fs.ReadStream ? chunk.length : 0;
  });
});
