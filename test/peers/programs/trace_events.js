// Perfetto's trace_processor_shell (github.com/google/perfetto, not on npm: TRACE_PROCESSOR names one) loads files of trace events: it has
// nothing to complain of, and finds the events that the file has.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { folder, write } = require('./_debuggee');
const { check, run } = require('./_peer');
const { ask, askForList, faultsOf } = require('./_trace_processor');

const PROGRAM = write('traced.js', `
  const fs = require('fs'), http = require('http'), dns = require('dns'), vm = require('vm');
  const { performance, PerformanceObserver } = require('perf_hooks');
  const { pbkdf2 } = require('crypto');
  new PerformanceObserver(() => {}).observe({ entryTypes: ['function', 'measure'] });
  for (let i = 0; i < 10; i++) fs.readFile(__filename, () => {});
  fs.statSync(__filename);
  fs.readFileSync(__filename);
  fs.opendir(__dirname, (error, dir) => dir.close(() => {}));
  performance.mark('a');
  // Not in the main script: its slice and the time's have one id, 0, in Node's format.
  setImmediate(() => { console.time('t'); setTimeout(() => console.timeEnd('t'), 1); });
  setTimeout(() => { performance.mark('b'); performance.measure('a to b', 'a', 'b'); }, 5);
  performance.timerify(function timed() {})();
  for (let i = 0; i < 10; i++) pbkdf2('a', 'b', 1000, 16, 'sha1', () => {});
  vm.runInNewContext('1 + 1');
  dns.lookup('localhost', () => {});
  const server = http.createServer((request, response) => response.end('x')).listen(0, '127.0.0.1', () => {
    http.get({ port: server.address().port }, (response) => response.resume().on('end', () => server.close()));
  });
  process.on('unhandledRejection', () => {});
  Promise.reject(1);
  (async () => { await null; })();
  globalThis.kept = Array.from({ length: 1e5 }, (_, i) => ({ i }));
  new (require('worker_threads').Worker)('setTimeout(() => {}, 1)', { eval: true });
`);

/** Runs the program. @returns {Promise<string>} the file that it wrote */
async function record(categories) {
  const file = path.join(folder, 'events.json');
  const { code, stderr } = await run(process.execPath, [`--trace-event-categories=${categories}`, `--trace-event-file-pattern=${file}`, PROGRAM], '',
    { cwd: folder });
  if (code !== 0) throw new Error(stderr);
  return file;
}

/** Of the slices of events that begin and end, or last: their number in the file and in what was loaded. */
async function countsOf(file) {
  const { traceEvents } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const begun = traceEvents.filter(({ ph }) => 'BbXnI'.includes(ph)).length;
  const [[slices]] = await ask(file, 'select count(*) as slices from slice', 'slices');
  return { events: traceEvents.length, begun, slices };
}

const CATEGORIES = ['v8', 'node', 'node.async_hooks', 'node.perf', 'node.fs.async', 'node.fs.sync', 'node.fs_dir.async', 'node.console', 'node.http',
  'node.dns.native', 'node.net.native', 'node.vm.script', 'node.threadpoolwork', 'node.promises.rejections', 'node.bootstrap', 'node.environment'];

const checks = Object.fromEntries([...CATEGORIES, CATEGORIES.join()].map((categories) => [categories, async () => {
  const file = await record(categories);
  const { begun, slices } = await countsOf(file);
  assert.strictEqual(slices, begun);
  // Resources live on to the end, and end in their own callbacks.
  const faults = await faultsOf(file, /node($|,|.async_hooks)/.test(categories) ? ['errors'] : undefined);
  assert.strictEqual(faults, '');
}]));

checks['what is in them'] = async () => {
  const file = await record('node,node.perf,node.fs.async,node.http,v8');
  const names = ['open', 'http.server.request', 'RunTimers', 'Environment'];
  const found = await askForList(file, `select distinct name from slice where name in (${names.map((name) => `'${name}'`)}) order by 1`, 'name');
  const processes = await askForList(file, 'select name from process where name is not null', 'name');
  const threads = await askForList(file, "select distinct name from thread where name like '%Thread' order by 1", 'name');
  return [found, processes.length, threads];
};

check(checks).then(() => process.exit());
