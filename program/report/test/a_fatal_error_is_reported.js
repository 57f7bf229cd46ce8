'use strict';
// --report-on-fatalerror: what the engine dies of is reported, although no JavaScript can run where it came.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-fatal-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
delete process.env.NODE_OPTIONS;

const GROW = 'const kept = []; setInterval(() => {}, 1e6); setTimeout(function grow() { for (;;) kept.push({ kept: [kept.length] }); }, 1);';

/** Runs a program until it dies. @returns {{pid: number, stderr: string, reports: string[]}} the names of what it wrote */
function die(options, program = GROW) {
  for (const name of fs.readdirSync(folder)) fs.rmSync(path.join(folder, name), { recursive: true });
  const { pid, signal, stderr } = spawnSync(process.execPath, ['--max-heap-size=20', ...options, '-e', program],
    { cwd: folder, encoding: 'utf8' });
  assert.strictEqual(signal, 'SIGABRT', stderr);
  assert.match(stderr, /^FATAL ERROR: .*JavaScript heap out of memory$/m);
  return { pid, stderr, reports: fs.readdirSync(folder) };
}

const read = (name) => fs.readFileSync(path.join(folder, name), 'utf8');

assert.deepStrictEqual(die([]).reports, []);
assert.deepStrictEqual(die(['--report-on-fatalerror'], `process.report.reportOnFatalError = false; ${GROW}`).reports, []);

{
  const { pid, stderr, reports } = die(['--report-on-fatalerror']);
  assert.strictEqual(reports.length, 1);
  assert.match(reports[0], new RegExp(`^report\\.\\d{8}\\.\\d{6}\\.${pid}\\.0\\.001\\.json$`));
  assert.ok(stderr.includes(`out of memory\n\nWriting Node.js report to file: ${reports[0]}\nNode.js report completed\n`), stderr);
  const { header, javascriptStack, javascriptHeap, nativeStack, resourceUsage, uvthreadResourceUsage, libuv, workers, ...rest } =
    JSON.parse(read(reports[0]));
  const { event, trigger, filename, processId, cwd, commandLine } = header;
  assert.deepStrictEqual({ event, trigger, filename, processId, cwd, commandLine }, {
    event: 'Allocation failed - JavaScript heap out of memory', trigger: 'OOMError', filename: reports[0], processId: pid,
    cwd: folder, commandLine: [process.execPath, '--max-heap-size=20', '--report-on-fatalerror', '-e', GROW],
  });
  assert.deepStrictEqual(javascriptStack, { message: 'No stack.', stack: ['Unavailable.'], errorProperties: {} });
  // The heap that is full, and the loop that stands still: not those of whoever writes.
  assert.strictEqual(javascriptHeap.memoryLimit, 20 * 1024 * 1024);
  assert.ok(javascriptHeap.usedMemory > 10 * 1024 * 1024, String(javascriptHeap.usedMemory));
  assert.ok(javascriptHeap.heapSpaces.old_space.used > 5 * 1024 * 1024);
  if (process.versions.eddy !== undefined || header.threadId !== null) { // in the midst of a collection, Node knows of no thread
    assert.strictEqual(header.threadId, 0);
    assert.ok(libuv.some(({ type }) => type === 'timer'));
    assert.strictEqual(libuv.at(-1).type, 'loop');
  }
  assert.ok(nativeStack.length > 3);
  assert.ok(resourceUsage.maxRss > 0);
  assert.ok(uvthreadResourceUsage.userCpuSeconds > 0);
  assert.deepStrictEqual(workers, []);
  assert.deepStrictEqual(Object.keys(rest), ['environmentVariables', 'userLimits', 'sharedObjects']);
}

// What a program set while it ran counts.
{
  const set = "Object.assign(process.report, { reportOnFatalError: true, compact: true, filename: 'mine.json', directory: 'below' });";
  const { reports } = die([], `require('fs').mkdirSync('below'); ${set} ${GROW}`);
  assert.deepStrictEqual(reports, ['below']);
  const text = read('below/mine.json');
  assert.strictEqual(text.split('\n').length, 2);
  const { trigger, filename } = JSON.parse(text).header;
  assert.deepStrictEqual([trigger, filename], ['OOMError', 'mine.json']);
}

{
  const { stderr, reports } = die(['--report-on-fatalerror', '--report-filename=stderr', '--report-compact']);
  assert.deepStrictEqual(reports, []);
  const line = stderr.split('\n').find((text) => text.startsWith('{'));
  assert.strictEqual(JSON.parse(line).header.trigger, 'OOMError');
  assert.ok(!stderr.includes('report completed'));
}
