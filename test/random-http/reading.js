'use strict';
// Ways of reading a message's body. Each gives what came as a Buffer, once it has ended or failed.
const { Writable, pipeline } = require('node:stream');
const consumers = require('node:stream/consumers');

const turn = () => new Promise((resolve) => { setImmediate(resolve); });

/** Settles when the stream has ended, or closed without. */
function over(stream) {
  return new Promise((resolve) => {
    for (const event of ['end', 'close', 'error', 'aborted']) stream.on(event, resolve);
    if (stream.readableEnded || stream.destroyed) resolve();
  });
}

class Slow extends Writable {
  constructor(pace) {
    super({ highWaterMark: 100 });
    this.pace = pace;
    this.chunks = [];
  }

  _write(chunk, encoding, done) {
    this.chunks.push(chunk);
    if (this.chunks.length % this.pace === 0) setImmediate(done);
    else process.nextTick(done);
  }
}

async function flow(stream) {
  const chunks = [];
  stream.on('data', (chunk) => chunks.push(chunk));
  await over(stream);
  return Buffer.concat(chunks);
}

async function pausing(stream) {
  const chunks = [];
  stream.on('data', (chunk) => {
    chunks.push(chunk);
    stream.pause();
    setImmediate(() => stream.resume());
  });
  await over(stream);
  return Buffer.concat(chunks);
}

async function readable(stream, size) {
  const chunks = [];
  stream.on('readable', () => {
    for (;;) {
      const chunk = stream.read(size) ?? (size ? stream.read() : null);
      if (chunk === null) break;
      chunks.push(chunk);
    }
  });
  await over(stream);
  return Buffer.concat(chunks);
}

async function iterate(stream, pace) {
  const chunks = [];
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      if (pace) await pace();
    }
  } catch { /* its 'error' is logged elsewhere */ }
  return Buffer.concat(chunks);
}

async function text(stream, encoding) {
  let all = '';
  stream.setEncoding(encoding);
  stream.on('data', (part) => { all += part; });
  await over(stream);
  return Buffer.from(all, encoding);
}

/** @type {Object<string, (stream: Readable) => Promise<Buffer>>} */
const readers = {
  flow,
  pausing,
  text: (stream) => text(stream, 'latin1'),
  hexText: (stream) => text(stream, 'hex'),
  readable: (stream) => readable(stream),
  readSome: (stream) => readable(stream, 777),
  iterate: (stream) => iterate(stream),
  iterateSlowly: (stream) => iterate(stream, turn),
  async pipeSlow(stream) {
    const slow = new Slow(2);
    stream.pipe(slow);
    await Promise.race([new Promise((resolve) => { slow.on('finish', resolve); }), failed(stream)]);
    return Buffer.concat(slow.chunks);
  },
  async pipelineSlow(stream) {
    const slow = new Slow(3);
    await new Promise((resolve) => { pipeline(stream, slow, resolve); });
    return Buffer.concat(slow.chunks);
  },
  async late(stream) {
    for (let i = 0; i < 5; i++) await turn();
    return flow(stream);
  },
  async dump(stream) {
    stream.resume();
    await over(stream);
    return Buffer.from('dumped');
  },
  async 'on and off'(stream) {
    const chunks = [];
    const take = (chunk) => {
      chunks.push(chunk);
      stream.off('data', take);
      stream.pause();
      setImmediate(() => { stream.on('data', take).resume(); });
    };
    stream.on('data', take);
    await over(stream);
    return Buffer.concat(chunks);
  },
  async consumers(stream) {
    try {
      return await consumers.buffer(stream);
    } catch {
      return Buffer.from('failed');
    }
  },
};

function failed(stream) {
  return new Promise((resolve) => {
    for (const event of ['close', 'error', 'aborted']) {
      stream.on(event, () => { if (!stream.readableEnded) resolve(); });
    }
  });
}

/** Reads a message in the way of that name. @returns {Promise<Buffer>} */
async function read(stream, how) {
  if (stream.readableEnded || stream.destroyed) return Buffer.from('over');
  return readers[how](stream);
}

module.exports = { read, over, turn };
