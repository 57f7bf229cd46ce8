'use strict';
// Carries out the steps by which a body is written, on a ClientRequest or a ServerResponse.
const fs = require('node:fs');
const { PassThrough, Readable, pipeline } = require('node:stream');
const { turn } = require('./reading.js');

const ALPHABET = 'The quick brown fox jumps over the lazy dog; 0123456789 \u00e4\u00f6\u00fc\u20ac\u{1f600} ';

/** Text or bytes of a step, made for `seed`. @returns {[chunk: string|Uint8Array, encoding?: string]} */
function chunkOf({ size, form }, seed) {
  switch (form) {
    case 'buffer': return [bytesOf(size, seed)];
    case 'uint8': return [new Uint8Array(bytesOf(size, seed))];
    case 'hex': case 'base64': return [bytesOf(size, seed).toString(form), form];
    case 'ascii': case 'latin1': return [bytesOf(size, seed).toString('ascii'), form];
    default: {
      const text = ALPHABET.repeat(Math.ceil(size / ALPHABET.length) + 1);
      return [text.slice(seed % 7, seed % 7 + size).toWellFormed(), form];
    }
  }
}

function bytesOf(size, seed) {
  const bytes = Buffer.allocUnsafe(size);
  for (let i = 0; i < size; i++) bytes[i] = (i * 31 + seed * 17 + (i >> 8)) & 255;
  return bytes;
}

/** The bytes that the steps write altogether. */
function lengthOf(steps, seed) {
  let length = 0;
  for (const step of steps) {
    if (step.do === 'pipe' || step.do === 'pipeline') length += step.size;
    if (step.size !== undefined && step.form !== undefined) length += Buffer.byteLength(...chunkOf(step, seed));
    if (step.do === 'end') break;
  }
  return length;
}

function sourceOf({ by, size, pieces }, seed, folder) {
  const bytes = bytesOf(size, seed);
  if (by === 'file') {
    const file = `${folder}/body-${seed}-${size}`;
    fs.writeFileSync(file, bytes);
    return fs.createReadStream(file);
  }
  const each = Math.max(1, Math.ceil(size / pieces));
  function* parts() {
    for (let at = 0; at < size; at += each) yield bytes.subarray(at, at + each);
  }
  if (by === 'generator') return Readable.from(parts(), { objectMode: false });
  const through = new PassThrough();
  for (const part of parts()) through.write(part);
  through.end();
  return through;
}

const waits = {
  tick: () => new Promise((resolve) => { process.nextTick(resolve); }),
  job: () => Promise.resolve(),
  turn,
};

/** Until a message takes more, or is over. */
function drained(message) {
  return new Promise((resolve) => {
    message.once('drain', resolve);
    message.once('close', resolve);
    message.once('error', resolve);
  });
}

/**
 * Carries out `steps` on `message`; `log` gets what callbacks and errors tell. `before(i)`, false to stop, is called
 * ahead of each step.
 */
async function write(message, steps, { seed, log, folder, before = () => true }) {
  for (let i = 0; i < steps.length; i++) {
    if (before(i) === false) return;
    const step = steps[i];
    try {
      await carryOut(message, step, i, { seed, log, folder });
    } catch (error) {
      log(`step ${i} ${step.do} threw ${error.code}`);
    }
  }
}

async function carryOut(message, step, i, { seed, log, folder }) {
  const called = (error) => log(`${step.do} ${i} called back${error ? ` ${error.code}` : ''}`);
  switch (step.do) {
    case 'write': {
      const args = chunkOf(step, seed);
      if (step.callback) args.push(called);
      const isOpen = !message.destroyed && !message.writableEnded && message.writableCorked === 0;
      if (!message.write(...args) && isOpen && message.writableNeedDrain && !message.destroyed) await drained(message);
      return;
    }
    case 'end': {
      const args = step.form === undefined ? [] : chunkOf(step, seed);
      if (step.callback) args.push(called);
      message.end(...args);
      return;
    }
    case 'cork': message.cork(); return;
    case 'uncork': message.uncork(); return;
    case 'flushHeaders': message.flushHeaders(); return;
    case 'trailers': message.addTrailers({ 'X-Trailer': 'yes', 'X-Sum': String(seed) }); return;
    case 'late header': message.setHeader('X-Late', '1'); return;
    case 'wait': await waits[step.what](); return;
    case 'pipe': {
      const done = new Promise((resolve) => {
        for (const event of ['finish', 'close', 'error']) message.once(event, resolve);
      });
      sourceOf(step, seed, folder).on('error', (error) => log(`source ${error.code}`)).pipe(message);
      await done;
      return;
    }
    case 'pipeline':
      await new Promise((resolve) => {
        pipeline(sourceOf(step, seed, folder), message, (error) => {
          log(`pipeline ${error ? error.code : 'done'}`);
          resolve();
        });
      });
      return;
    default: throw new Error(`no step ${step.do}`);
  }
}

module.exports = { write, lengthOf, waits };
