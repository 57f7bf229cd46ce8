'use strict';
const assert = require('node:assert');
const { Writable } = require('node:stream');
const finish = require('../../../test/_finish');

function logged(options, use) {
  const log = [];
  const stream = new Writable(options(log));
  for (const event of ['drain', 'prefinish', 'finish', 'error', 'close']) {
    stream.on(event, (error) => log.push(error ? `${event} ${error.message}` : event));
  }
  use(stream, log);
  return new Promise((resolve) => stream.on('close', () => setImmediate(resolve, log)));
}

async function main() {
  // Callbacks of writes that were done at once run in the next tick; 'finish' a tick after the last of them.
  assert.deepStrictEqual(await logged(() => ({ write(chunk, encoding, callback) { callback(); } }), (w, log) => {
    assert.strictEqual(w.write('a', (error) => log.push(`a ${error}`)), true);
    process.nextTick(() => log.push('tick'));
    w.end('b', () => log.push('ended'));
    log.push('here');
    assert.throws(() => w.write(null), { code: 'ERR_STREAM_NULL_VALUES' });
  }), ['prefinish', 'here', 'a null', 'tick', 'ended', 'finish', 'close']);

  // What waits goes to writev in one call; cork() makes it wait.
  assert.deepStrictEqual(await logged((log) => ({
    writev(chunks, callback) {
      log.push(chunks.map(({ chunk }) => chunk.toString()).join(), chunks.allBuffers);
      callback();
    },
  }), (w) => {
    w.cork();
    w.cork();
    w.write('a');
    w.write('b');
    w.uncork();
    assert.strictEqual(w.writableCorked, 1);
    assert.strictEqual(w._writableState.bufferedRequestCount, 2);
    assert.deepStrictEqual(w._writableState.getBuffer().map(({ chunk }) => chunk.toString()), ['a', 'b']);
    w.end('c');
  }), ['a,b,c', true, 'prefinish', 'finish', 'close']);

  // A full buffer: false, then 'drain' once all is written. A write done at once needs no drain.
  assert.deepStrictEqual(await logged(() => ({
    highWaterMark: 3, write(chunk, encoding, callback) { process.nextTick(callback); },
  }), (w) => {
    assert.strictEqual(w.write('ab'), true);
    assert.strictEqual(w.write('c'), false);
    assert.strictEqual(w.writableNeedDrain, true);
    assert.strictEqual(w.writableLength, 3);
    w.once('drain', () => w.end());
  }), ['drain', 'prefinish', 'finish', 'close']);

  // The first failure is everybody's: its own callback, those that wait, end's.
  assert.deepStrictEqual(await logged(() => ({
    write(chunk, encoding, callback) { setImmediate(callback, new Error('bad')); },
  }), (w, log) => {
    w.write('a', (error) => log.push(`a ${error.message}`));
    w.write('b', (error) => log.push(`b ${error.message}`));
    w.end((error) => log.push(`end ${error.message}`));
  }), ['a bad', 'b bad', 'end bad', 'error bad', 'close']);

  // destroy() drops what waits.
  assert.deepStrictEqual(await logged(() => ({ write() {} }), (w, log) => {
    w.write('a');
    w.write('b', (error) => log.push(error.code));
    w.destroy();
    process.nextTick(() => {
      w.write('c', (error) => log.push(error.code));
      assert.strictEqual(w.writable, false);
    });
    // The chunk that is being written is never called back: what waits behind it is not either.
  }), ['close', 'ERR_STREAM_DESTROYED']);

  // construct, write, final, destroy: one after the other.
  assert.deepStrictEqual(await logged((log) => ({
    construct(callback) { log.push('construct'); setImmediate(callback); },
    write(chunk, encoding, callback) { log.push(`write ${chunk} ${encoding}`); callback(); },
    final(callback) { log.push('final'); callback(); },
    destroy(error, callback) { log.push('destroy'); callback(error); },
    decodeStrings: false,
  }), (w, log) => {
    w.end('x', 'latin1');
    log.push('made');
  }), ['made', 'construct', 'write x latin1', 'final', 'prefinish', 'finish', 'destroy', 'close']);
}
finish(main);
