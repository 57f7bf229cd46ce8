// eddy only: Node ends by a fault of memory when a session of the program's own hears of a snapshot's progress
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(5);
const { Session } = require('node:inspector');

const session = new Session();
session.connect();
const seen = [];
let text = '';
globalThis['name \u20ac'] = { value: '\u{1f600}' };     // in the snapshot's strings
session.on('HeapProfiler.reportHeapSnapshotProgress', ({ params }) => seen.push(params));
session.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => { text += params.chunk; });
session.post('HeapProfiler.takeHeapSnapshot', { reportProgress: true }, finish.once((error) => {
  assert.strictEqual(error, null);
  assert.ok(seen.length >= 2);
  assert.strictEqual(seen.at(-1).finished, true);
  assert.strictEqual(seen.at(-1).done, seen.at(-1).total);
  assert.ok(JSON.parse(text).strings.includes('name \u20ac'));
}));
