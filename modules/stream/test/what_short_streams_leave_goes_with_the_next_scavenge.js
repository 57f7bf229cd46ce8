'use strict';
// Streams that are over, and what they held, do not get among the old objects.
const assert = require('node:assert');
const { PassThrough, Readable, Writable, finished, pipeline } = require('node:stream');
const v8 = require('node:v8');
const vm = require('node:vm');
const finish = require('../../../test/_finish');

v8.setFlagsFromString('--expose-gc');
const gc = vm.runInNewContext('gc');
const COUNT = 200;
const HELD = 10_000; // elements: 80 KB
const LIMIT = 500_000; // bytes; millions when streams stay

function source() {
  const stream = new Readable({ read() {} });
  stream.held = new Array(HELD).fill(0);
  stream.push('x');
  stream.push(null);
  return stream;
}

function sink() {
  return new Writable({ write(chunk, encoding, callback) { callback(); } });
}

const ways = {
  pipe(done) { source().pipe(sink()).on('finish', done); },
  pipeline(done) { pipeline(source(), sink(), done); },
  transform(done) { source().pipe(new PassThrough()).on('end', done).resume(); },
  finished(done) { finished(source().resume(), done); },
  from(done) { Readable.from(new Array(HELD).fill(0).slice(-1)).on('close', done).resume(); },
};

function oldBytes() {
  let bytes = 0;
  for (const { space_name: name, space_used_size: used } of v8.getHeapSpaceStatistics()) {
    if (name === 'old_space' || name === 'large_object_space') bytes += used;
  }
  return bytes;
}

async function repeat(way) {
  for (let i = 0; i < COUNT; i++) {
    await new Promise((resolve) => { way(resolve); });
    if (i % 20 === 0) {
      await new Promise(setImmediate);
      gc({ type: 'minor' });
    }
  }
}

finish(async () => {
  for (const [name, way] of Object.entries(ways)) {
    await repeat(way);
    gc();
    const before = oldBytes();
    await repeat(way);
    const grown = oldBytes() - before;
    assert.ok(grown < LIMIT, `${name}: ${grown} bytes more among the old objects`);
  }
});
