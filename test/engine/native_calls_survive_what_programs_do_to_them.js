'use strict';
// Nothing that a program does around a call into native code ends the process: thousands of handles, callbacks that
// throw, handles closed in their own callbacks, the stack's end, buffers detached under way, requests left at exit.
const assert = require('node:assert');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const util = require('node:util');
const finish = require('../_finish');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'native-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

// Each is called where the stack ends, and a little above: it works or throws a RangeError, or an error of its own.
function callAtTheEndOfTheStack(call) {
  let called = 0;
  (function deeper() {
    try {
      deeper();
    } catch { /* the stack has ended */ }
    if (called++ > 300) return;
    try {
      call();
    } catch (error) {
      assert(error instanceof Error, String(error));
    }
  })();
}

function theStackEndsInNativeCode() {
  const bytes = Buffer.alloc(100);
  const calls = [
    () => fs.statSync(folder), () => fs.statSync('/does/not/exist'), () => fs.readdirSync(folder),
    () => fs.existsSync('x'), () => Buffer.from('text', 'base64').toString('hex'), () => bytes.indexOf('x'),
    () => Buffer.concat([bytes, bytes]), () => new TextDecoder().decode(bytes), () => structuredClone({ a: [1] }),
    () => util.inspect({ a: { b: [new Map([[1, 2]])] } }), () => new URL('http://a/b?c').href, () => process.hrtime(),
    () => process.memoryUsage(), () => new Error('x').stack, () => require('node:vm').runInThisContext('1'),
    () => fs.stat(folder, () => {}), () => fs.promises.stat('/does/not/exist').catch(() => {}), () => process.cwd(),
    () => process.env.HOME, () => { process.env.NATIVE_TEST = 'x'; }, () => setTimeout(() => {}, 1), () => os.hostname(),
    () => new net.Socket().destroy(), () => queueMicrotask(() => {}), () => setImmediate(() => {}),
    () => Promise.reject(new Error('x')).catch(() => {}), () => JSON.stringify(process.versions),
  ];
  for (const call of calls) callAtTheEndOfTheStack(call);
}

// The bytes of a read or a write under way are the kernel's until it is done, whatever happens to the array.
async function buffersAreDetachedUnderWay() {
  const file = path.join(folder, 'bytes');
  fs.writeFileSync(file, Buffer.alloc(1 << 20, 'x'));
  const fd = fs.openSync(file, 'r+');
  const work = [];
  for (let i = 0; i < 50; i++) {
    const bytes = new Uint8Array(1 << 16);
    work.push(new Promise((resolve) => fs.read(fd, bytes, 0, bytes.length, 0, resolve)));
    bytes.buffer.transfer();
    const text = new Uint8Array(1 << 16).fill(120);
    work.push(new Promise((resolve) => fs.write(fd, text, 0, text.length, 0, resolve)));
    structuredClone(text, { transfer: [text.buffer] });
    assert.strictEqual(text.length, 0);
  }
  for (const error of await Promise.all(work)) assert.strictEqual(error, null);
  fs.closeSync(fd);
}

async function thousandsOfHandlesComeAndGo() {
  const closed = [];
  for (let i = 0; i < 2000; i++) {
    const server = net.createServer();
    closed.push(new Promise((resolve) => server.listen(i % 2 ? 0 : path.join(folder, `s${i}`), () => {
      server.close(resolve);
      server.close((error) => assert.strictEqual(error.code, 'ERR_SERVER_NOT_RUNNING'));
    })));
    if (i % 500 === 499) await Promise.all(closed.splice(0));
  }
}

async function handlesAreClosedInTheirOwnCallbacks() {
  const server = net.createServer((socket) => {
    socket.on('data', () => socket.destroy()).on('error', () => {});
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  await Promise.all(Array.from({ length: 200 }, () => new Promise((resolve) => {
    const socket = net.connect(server.address().port, '127.0.0.1', () => {
      socket.write('x');
      socket.write(Buffer.alloc(1 << 16), () => socket.destroy());
    });
    socket.on('error', () => {}).on('close', resolve);
  })));
  await new Promise((resolve) => server.close(resolve));
}

async function callbacksThrow() {
  let thrown = 0;
  const count = (error) => { thrown += error.message === 'of a callback'; };
  process.on('uncaughtException', count);
  const fail = () => { throw new Error('of a callback'); };
  for (let i = 0; i < 200; i++) {
    fs.stat(folder, fail);
    fs.readFile('/does/not/exist', fail);
    process.nextTick(fail);
    queueMicrotask(fail);
    setTimeout(fail, 1);
    setImmediate(fail);
  }
  while (thrown < 1200) await new Promise((resolve) => setTimeout(resolve, 1));
  process.off('uncaughtException', count);
}

finish(async () => {
  theStackEndsInNativeCode();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await buffersAreDetachedUnderWay();
  await thousandsOfHandlesComeAndGo();
  await handlesAreClosedInTheirOwnCallbacks();
  await callbacksThrow();
}).then(() => {
  // Requests, handles and timers that nobody will wait for.
  for (let i = 0; i < 1000; i++) fs.readFile(__filename, () => assert.fail('ran on'));
  net.createServer().listen(0);
  setInterval(() => {}, 1);
  process.exit(0);
});
