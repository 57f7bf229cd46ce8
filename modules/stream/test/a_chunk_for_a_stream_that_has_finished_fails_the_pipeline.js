// eddy only: Node never calls back
'use strict';
const assert = require('node:assert');
const { Readable, Writable, pipeline } = require('node:stream');
const finish = require('../../../test/_finish');

const turns = async () => { for (let i = 0; i < 4; i++) await new Promise(setImmediate); };

async function* chunks() {
  await turns();
  yield 'lost';
}

async function* through(source) {
  yield* source;
}

for (const stages of [[chunks()], [chunks(), through], [Readable.from(chunks()), through]]) {
  const sink = new Writable({ write(chunk, encoding, callback) { callback(); } });
  pipeline(...stages, sink, finish.once((error) => assert.strictEqual(error?.code, 'ERR_STREAM_PREMATURE_CLOSE')));
  sink.end(); // by somebody else
}

// Where nothing more comes, nothing is lost.
const sink = new Writable({ write(chunk, encoding, callback) { callback(); } });
pipeline((async function*() { await turns(); })(), sink, finish.once((error) => assert.strictEqual(error, undefined)));
sink.end();
