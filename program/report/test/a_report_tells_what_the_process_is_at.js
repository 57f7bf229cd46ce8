'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(74);
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const SECTIONS = ['header', 'javascriptStack', 'javascriptHeap', 'nativeStack', 'resourceUsage', 'uvthreadResourceUsage',
  'libuv', 'workers', 'environmentVariables', 'userLimits', 'sharedObjects'];

// As an object.
const error = Object.assign(new Error('asked for'), { detail: 5 });
const report = process.report.getReport(error);
assert.deepStrictEqual(Object.keys(report), SECTIONS);
assert.strictEqual(report.header.reportVersion, 5);
assert.strictEqual(report.header.event, 'JavaScript API');
assert.strictEqual(report.header.trigger, 'GetReport');
assert.strictEqual(report.header.filename, null);
assert.strictEqual(report.header.processId, process.pid);
assert.strictEqual(report.header.host, os.hostname());
assert.deepStrictEqual(report.header.componentVersions, { ...process.versions });
assert.strictEqual(report.javascriptStack.message, 'Error: asked for');
assert.match(report.javascriptStack.stack[0], /^at .*a_report_tells/);
assert.deepStrictEqual(report.javascriptStack.errorProperties, { detail: '5' });
assert.ok(report.javascriptHeap.usedMemory > 0 && report.javascriptHeap.heapSpaces.old_space.used > 0);
assert.ok(report.userLimits.open_files.soft > 0);
assert.ok(report.sharedObjects.some((name) => name.includes('libc.so')));
assert.strictEqual(process.report.getReport().javascriptStack.errorProperties.code, 'ERR_SYNTHETIC');

// Handles.
const server = net.createServer().listen(0, '127.0.0.1', () => {
  const { libuv } = process.report.getReport();
  const { address, sendBufferSize, recvBufferSize, ...tcp } = libuv.find(({ type }) => type === 'tcp');
  assert.match(address, /^0x[0-9a-f]{16}$/);
  assert.ok(sendBufferSize > 0 && recvBufferSize > 0);
  assert.deepStrictEqual(tcp, {
    type: 'tcp',
    is_active: true,
    is_referenced: true,
    localEndpoint: { host: tcp.localEndpoint.host, ip4: '127.0.0.1', port: server.address().port },
    remoteEndpoint: null,
    fd: server._handle.fd,
    writeQueueSize: 0,
    readable: false,
    writable: false,
  });
  assert.strictEqual(libuv.at(-1).type, 'loop');
  server.close();
});

// Settings and arguments.
const { report: api } = process;
for (const [name, value] of [['directory', ''], ['filename', ''], ['signal', 'SIGUSR2'], ['compact', false],
  ['excludeNetwork', false], ['reportOnFatalError', false], ['reportOnSignal', false],
  ['reportOnUncaughtException', false]]) {
  assert.strictEqual(api[name], value);
  assert.throws(() => { api[name] = {}; }, { code: 'ERR_INVALID_ARG_TYPE' });
  assert.strictEqual(api[name], value);
}
assert.throws(() => { api.signal = 'sigusr1'; }, { code: 'ERR_UNKNOWN_SIGNAL' });
for (const wrong of [null, 1, () => {}]) {
  assert.throws(() => api.writeReport(wrong), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => api.writeReport('file', wrong), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => api.getReport(wrong), { code: 'ERR_INVALID_ARG_TYPE' });
}
api.reportOnSignal = true;
assert.strictEqual(process.listenerCount('SIGUSR2'), 1);
api.signal = 'SIGUSR1';
assert.strictEqual(process.listenerCount('SIGUSR2'), 0);
assert.strictEqual(process.listenerCount('SIGUSR1'), 1);
api.reportOnSignal = false;
assert.strictEqual(process.listenerCount('SIGUSR1'), 0);

// Files: by a call, by an error, by a signal; and where nothing can be written.
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'));
function run(...args) {
  const result = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  const files = fs.readdirSync(folder).map((name) => {
    const text = fs.readFileSync(path.join(folder, name), 'utf8');
    fs.unlinkSync(path.join(folder, name));
    return { name, text, content: JSON.parse(text) };
  });
  return { ...result, files };
}

const called = run('--report-exclude-env', '--report-exclude-network', '-p', 'process.report.writeReport("named.json")');
assert.strictEqual(called.stdout, 'named.json\n');
assert.strictEqual(called.stderr, '\nWriting Node.js report to file: named.json\nNode.js report completed\n');
assert.deepStrictEqual(called.files.map(({ name }) => name), ['named.json']);
assert.strictEqual(called.files[0].content.environmentVariables, undefined);
assert.strictEqual(called.files[0].content.header.networkInterfaces, undefined);

const uncaught = run('--report-uncaught-exception', '--report-compact', '-e', 'process.on("exit", () => {}); throw 1');
assert.strictEqual(uncaught.status, 1);
assert.match(uncaught.files[0].name, /^report\.\d{8}\.\d{6}\.\d+\.0\.001\.json$/);
assert.strictEqual(uncaught.files[0].text.indexOf('\n'), uncaught.files[0].text.length - 1);
assert.strictEqual(uncaught.files[0].content.header.trigger, 'Exception');
assert.deepStrictEqual(uncaught.files[0].content.javascriptStack, { message: '1', errorProperties: {} });
assert.deepStrictEqual(run('--report-uncaught-exception', '-e', 'process.on("uncaughtException", () => {}); throw 1').files, []);

const signalled = run('--report-on-signal', '--report-filename=by-signal.json', '-e',
  'process.kill(process.pid, "SIGUSR2"); (function wait() { if (!fs.existsSync("by-signal.json")) setTimeout(wait, 1); })()');
assert.strictEqual(signalled.files[0].name, 'by-signal.json');
assert.strictEqual(signalled.files[0].content.header.event, 'SIGUSR2');
assert.strictEqual(signalled.files[0].content.header.trigger, 'Signal');

const nowhere = run('--report-directory=/no/where', '-e', 'process.report.writeReport("x.json")');
assert.strictEqual(nowhere.status, 0);
assert.strictEqual(nowhere.stderr, '\nFailed to open Node.js report file: x.json directory: /no/where (errno: 2)\n');
const printed = run('-e', 'process.report.writeReport("stdout")');
assert.strictEqual(JSON.parse(printed.stdout).header.filename, 'stdout');
assert.strictEqual(printed.stderr, '\nNode.js report completed\n');
assert.strictEqual(JSON.parse(run('-e', 'process.report.writeReport("stderr")').stderr).header.filename, 'stderr');
fs.rmdirSync(folder);
