// Numbers, snapshots and profiles: their shapes; flags; what is refused.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const v8 = require('node:v8');
const finish = require('../../../test/_finish');

const heap = v8.getHeapStatistics();
assert.deepStrictEqual(Object.keys(heap), [
  'total_heap_size', 'total_heap_size_executable', 'total_physical_size', 'total_available_size', 'used_heap_size',
  'heap_size_limit', 'malloced_memory', 'peak_malloced_memory', 'does_zap_garbage', 'number_of_native_contexts',
  'number_of_detached_contexts', 'total_global_handles_size', 'used_global_handles_size', 'external_memory',
]);
assert.ok(heap.used_heap_size > 1e6 && heap.used_heap_size <= heap.total_heap_size);
const spaces = v8.getHeapSpaceStatistics();
assert.deepStrictEqual(Object.keys(spaces[0]), [
  'space_name', 'space_size', 'space_used_size', 'space_available_size', 'physical_space_size',
]);
assert.ok(spaces.find(({ space_name: name }) => name === 'old_space').space_used_size > 0);
assert.ok(v8.getHeapCodeStatistics().bytecode_and_metadata_size > 0);
assert.strictEqual(v8.getCppHeapStatistics('brief').detail_level, 'brief');

const profiler = new v8.GCProfiler();
assert.strictEqual(profiler.stop(), undefined);
profiler.start();
for (let i = 0, kept; i < 3e6; i++) kept = [i, kept === undefined];
const { version, startTime, endTime, statistics } = profiler.stop();
assert.strictEqual(version, 1);
assert.ok(startTime <= endTime);
assert.ok(statistics.length > 0);
const [first] = statistics;
assert.deepStrictEqual(Object.keys(first), ['gcType', 'beforeGC', 'cost', 'afterGC']);
assert.ok(first.cost > 0);
assert.ok(first.afterGC.heapStatistics.usedHeapSize < first.beforeGC.heapStatistics.usedHeapSize);
assert.strictEqual(first.beforeGC.heapSpaceStatistics[0].spaceName, 'read_only_space');

const handle = v8.startCpuProfile();
assert.deepStrictEqual(Object.keys(JSON.parse(handle.stop())), ['nodes', 'startTime', 'endTime', 'samples', 'timeDeltas']);
assert.strictEqual(handle.stop(), undefined);

class Counted {}
const kept = [new Counted(), new Counted()];
process.removeAllListeners('warning');
assert.strictEqual(v8.queryObjects(Counted), 2);
assert.deepStrictEqual(v8.queryObjects(Counted, { format: 'summary' }), ['Counted {}', 'Counted {}']);
assert.strictEqual(kept.length, 2);
assert.strictEqual(v8.queryObjects(() => {}), 0);
assert.deepStrictEqual(v8.queryObjects(() => {}, { format: 'summary' }).length, 0);
assert.throws(() => v8.queryObjects({}), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => v8.queryObjects(Counted, { format: 'x' }), { code: 'ERR_INVALID_ARG_VALUE' });

const before = v8.cachedDataVersionTag();
v8.setFlagsFromString('--allow-natives-syntax');
assert.strictEqual(eval('%IsSmi(1)'), true);
assert.notStrictEqual(v8.cachedDataVersionTag(), before);
v8.setFlagsFromString('--no-allow-natives-syntax');
assert.throws(() => v8.setFlagsFromString(1), { code: 'ERR_INVALID_ARG_TYPE' });

assert.strictEqual(v8.isStringOneByteRepresentation('plain'), true);
assert.strictEqual(v8.isStringOneByteRepresentation('\u4e2d'), false);
assert.ok(!v8.startupSnapshot.isBuildingSnapshot());
assert.throws(() => v8.startupSnapshot.addSerializeCallback(() => {}), { code: 'ERR_NOT_BUILDING_SNAPSHOT' });
assert.throws(() => v8.setHeapSnapshotNearHeapLimit(0), { code: 'ERR_OUT_OF_RANGE' });
assert.strictEqual(v8.takeCoverage(), undefined);
assert.strictEqual(v8.stopCoverage(), undefined);

const file = path.join(os.tmpdir(), `eddy_${process.pid}.heapsnapshot`);
assert.strictEqual(v8.writeHeapSnapshot(file), file);
const snapshot = JSON.parse(fs.readFileSync(file));
fs.unlinkSync(file);
assert.ok(snapshot.snapshot.node_count > 1000);
assert.ok(snapshot.strings.includes('Counted'));
assert.throws(() => v8.writeHeapSnapshot('/no/such/folder/x'),
              { code: 'ENOENT', syscall: 'open', path: '/no/such/folder/x' });
assert.throws(() => v8.writeHeapSnapshot(null), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => v8.getHeapSnapshot({ exposeInternals: 1 }), { code: 'ERR_INVALID_ARG_TYPE' });

let text = '';
v8.getHeapSnapshot().setEncoding('utf8')
  .on('data', (chunk) => { text += chunk; })
  .on('end', finish.once(() => {
    assert.deepStrictEqual(Object.keys(JSON.parse(text)).slice(0, 3), ['snapshot', 'nodes', 'edges']);
  }));
