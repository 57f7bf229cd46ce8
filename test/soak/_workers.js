'use strict';
// Worker threads that are terminated at random points of their lives, each in the middle of something else, with messages
// under way on both sides. Whoever is told of an end is told once.
const assert = require('node:assert');
const { Worker, MessageChannel, parentPort, workerData, isMainThread } = require('node:worker_threads');

const occupations = {
  starts() {},
  isBusy() {
    for (;;);
  },
  waits() {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
  readsFiles() {
    const fs = require('node:fs');
    const read = () => fs.readFile(__filename, read);
    for (let i = 0; i < 4; i++) read();
    (async () => { for (;;) await fs.promises.readFile(process.execPath); })();
  },
  talksToItself() {
    const net = require('node:net');
    net.createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1', function() {
      const socket = net.connect(this.address().port, '127.0.0.1');
      socket.write(Buffer.alloc(300_000));
      socket.pipe(socket);
    });
  },
  looksUpNames() {
    const dns = require('node:dns');
    const look = () => dns.lookup('localhost', look);
    look();
  },
  makesPromises() {
    const again = () => Promise.resolve().then(again);
    again();
  },
  makesGarbage() {
    for (let all = []; ; all.push({ all: all.length })) if (all.length > 1e5) all = [];
  },
  sendsMuch() {
    const send = () => { for (let i = 0; i < 100; i++) parentPort.postMessage({ text: 'x'.repeat(1000) }); setImmediate(send); };
    send();
  },
  sendsBuffers() {
    const send = () => { const buffer = new ArrayBuffer(1 << 20); parentPort.postMessage(buffer, [buffer]); setImmediate(send); };
    send();
  },
  echoes() {
    parentPort.on('message', (message) => parentPort.postMessage(message));
    workerData.port.on('message', (message) => workerData.port.postMessage(message));
  },
  closesItsPort() {
    for (let i = 0; i < 100; i++) workerData.port.postMessage(i);
    workerData.port.close();
    setInterval(() => {}, 1000);
  },
  writesMuch() {
    const write = () => { while (process.stdout.write('z'.repeat(10_000))); };
    process.stdout.on('drain', write);
    write();
  },
  hasAWorker() {
    new Worker('for (;;);', { eval: true });
  },
  compresses() {
    const zlib = require('node:zlib');
    const compress = () => zlib.deflate(Buffer.alloc(1e6), compress);
    compress();
  },
  throws() {
    throw new RangeError('on purpose');
  },
  exits() {
    process.exit(5);
  },
};
const kinds = Object.keys(occupations);

if (!isMainThread && workerData?.occupation) {
  occupations[workerData.occupation]();
}

const MOST_LIFE = 60; // milliseconds

/** One worker's life; fulfilled when it is over in every respect. @param {function(): number} random */
function liveAndDie(random) {
  const kind = kinds[Math.floor(random() * kinds.length)];
  const life = random() < 0.2 ? 0 : random() * MOST_LIFE;
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(__filename, { workerData: { occupation: kind, port: port2 }, transferList: [port2], stdout: true });
  const told = { exit: 0, error: 0, closed: 0 };
  worker.on('exit', () => told.exit++);
  worker.on('error', (error) => {
    told.error++;
    assert.ok(kind === 'throws' && error instanceof RangeError, error);
  });
  worker.on('message', () => {});
  port1.on('message', () => {});
  port1.on('close', () => told.closed++);
  if (random() < 0.5) worker.stdout.resume();
  for (let i = 0; i < 20; i++) {
    worker.postMessage({ text: 'm'.repeat(3000) });
    port1.postMessage(new Uint8Array(3000));
  }
  const closesFirst = random() < 0.2;

  return new Promise((resolve) => {
    const terminate = () => {
      if (closesFirst) port1.close(); // with messages waiting, on both sides
      worker.terminate().then((code) => assert.ok(code === undefined || code === 0 || code === 1 || code === 5, `${kind}: ${code}`));
    };
    const timer = life === 0 ? (terminate(), undefined) : setTimeout(terminate, life);
    const closed = new Promise((over) => port1.on('close', over));
    const exited = new Promise((over) => worker.on('exit', over));
    Promise.all([closed, exited]).then(() => {
      clearTimeout(timer);
      setImmediate(() => setImmediate(() => {
        assert.deepStrictEqual({ ...told, error: 0 }, { exit: 1, error: 0, closed: 1 }, kind);
        assert.ok(told.error <= (kind === 'throws' ? 1 : 0), kind);
        assert.strictEqual(worker.threadId, -1);
        resolve();
      }));
    });
  });
}

module.exports = { liveAndDie };
