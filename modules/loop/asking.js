'use strict';
// The side that asks a running process (server.cc is the one that answers): first a look at what the system knows of it,
// then a signal, then its socket.
const fs = require('fs');
const net = require('net');
const { setTimeout: wait } = require('timers/promises');
const { Buffer } = require('buffer');
const process = require('process_object');
const native = binding('loop');

const { PROTOCOL, QUESTION_SIGNAL } = native;
const PATIENCE_MS = 5000;
const AGAIN_MS = 500; // a signal that came too early for the thread that waits for it is kept; one that was lost is sent again
const LOOK_MS = 5;

/** What keeps a process from being asked, as a sentence for its user. */
class CannotAsk extends Error {}

/**
 * Asks a process. @param {number} pid @param {string} question as server.cc has them
 * @returns {Promise<net.Socket>} whose data are the answer
 * @throws CannotAsk
 */
async function ask(pid, question) {
  const { paths } = lookAt(pid);
  const deadline = Date.now() + PATIENCE_MS;
  let socket;
  for (let signalled = 0; socket === undefined;) {
    if (Date.now() - signalled >= AGAIN_MS && isReady(pid)) {
      signal(pid);
      signalled = Date.now();
    }
    socket = await connect(paths);
    if (socket !== undefined) break;
    if (Date.now() > deadline) throw new CannotAsk(silence(pid));
    await wait(LOOK_MS);
  }
  socket.write(`${question}\n`);
  return socket;
}

// --- What the system knows. ---

function statusOf(pid) {
  let text;
  try {
    text = fs.readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') throw new CannotAsk(`there is no process ${pid}`);
    throw new CannotAsk(`process ${pid} cannot be looked at: ${error.message}`);
  }
  return (name) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1].split(/\s+/) ?? [];
}

/** Whether it can be asked at all, and where it will listen. */
function lookAt(pid) {
  const status = statusOf(pid);
  if (status('State')[0] === 'Z') throw new CannotAsk(`process ${pid} has ended`);
  const user = status('Uid')[1];
  const own = String(process.geteuid());
  if (user !== own && own !== '0') {
    throw new CannotAsk(`process ${pid} belongs to another user: only user ${user} can ask it, and you are ${own}`);
  }
  let note;
  try {
    note = readNote(`/proc/${pid}/exe`);
  } catch (error) {
    throw new CannotAsk(`process ${pid} cannot be looked at: ${error.message}`);
  }
  if (note === undefined) throw new CannotAsk(`process ${pid} is not eddy: it runs ${executableOf(pid)}`);
  const [, protocol, version] = note.split(' ');
  if (+protocol !== PROTOCOL) {
    throw new CannotAsk(`process ${pid} is another version of eddy, ${version}, whose answers this one does not understand`);
  }
  const inside = status('NSpid').at(-1) ?? pid; // its number in its own container
  return { paths: ['/tmp', '/dev/shm'].map((folder) => `/proc/${pid}/root${folder}/eddy-${user}/loop-${inside}`) };
}

function executableOf(pid) {
  try {
    return fs.readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return 'something else';
  }
}

// The note in an executable of eddy's: 'loop PROTOCOL VERSION'. In ELF: a segment of notes, each of three numbers (length
// of the name, of the text, type), the name and the text, both padded to 4.
function readNote(path) {
  const fd = fs.openSync(path);
  try {
    const head = readAt(fd, 0, 64);
    if (head.toString('latin1', 0, 5) !== '\x7fELF\x02') return undefined;
    const [place, size, count] = [Number(head.readBigUInt64LE(32)), head.readUInt16LE(54), head.readUInt16LE(56)];
    const table = readAt(fd, place, size * count);
    for (let at = 0; at + 56 <= table.length; at += size) {
      if (table.readUInt32LE(at) !== 4) continue;
      const notes = readAt(fd, Number(table.readBigUInt64LE(at + 8)), Math.min(Number(table.readBigUInt64LE(at + 32)), 65536));
      const text = noteIn(notes);
      if (text !== undefined) return text;
    }
  } finally {
    fs.closeSync(fd);
  }
  return undefined;
}

function noteIn(notes) {
  const padded = (length) => (length + 3) & ~3;
  for (let at = 0; at + 12 <= notes.length;) {
    const [nameLength, textLength] = [notes.readUInt32LE(at), notes.readUInt32LE(at + 4)];
    const name = notes.toString('latin1', at + 12, at + 12 + nameLength);
    const begin = at + 12 + padded(nameLength);
    const text = notes.toString('latin1', begin, begin + textLength);
    if (name === 'eddy\0' && text.startsWith('loop ')) return text.replace(/\0.*$/s, '');
    at = begin + padded(textLength);
  }
  return undefined;
}

function readAt(fd, position, length) {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, fs.readSync(fd, bytes, 0, length, position));
}

// Whether the process catches the signal already: one that it does not catch would end it.
function isReady(pid) {
  const [caught] = statusOf(pid)('SigCgt');
  return (BigInt(`0x${caught}`) >> BigInt(QUESTION_SIGNAL - 1) & 1n) === 1n;
}

function signal(pid) {
  const error = native.sendQuestion(pid);
  if (error === 0) return;
  const [name, message] = binding('uv').getErrorMap().get(error) ?? [];
  if (name === 'ESRCH') throw new CannotAsk(`there is no process ${pid} any more`);
  throw new CannotAsk(`process ${pid} cannot be sent a signal: ${message}`);
}

function silence(pid) {
  const state = statusOf(pid)('State')[0];
  if (state === 'T' || state === 't') return `process ${pid} is stopped, and answers when it goes on`;
  return `process ${pid} has not answered for ${PATIENCE_MS / 1000} s: it answers once its event loop has begun`;
}

// --- The socket. ---

// Behind the line by which the process greets; undefined when nobody listens there.
async function connect(paths) {
  for (const path of paths) {
    const socket = await open(path);
    if (socket !== undefined) return socket;
  }
  return undefined;
}

function open(path) {
  return new Promise((resolve) => {
    const socket = net.connect({ path });
    let greeting = '';
    const fail = () => {
      socket.destroy();
      resolve(undefined);
    };
    socket.on('error', fail);
    socket.on('close', fail);
    socket.on('readable', function read() {
      for (let byte; (byte = socket.read(1)) !== null;) {
        greeting += byte.toString('latin1');
        if (byte[0] !== 10) continue;
        socket.removeListener('readable', read);
        socket.removeListener('error', fail);
        socket.removeListener('close', fail);
        socket.on('error', () => {}); // 'close' follows
        return resolve(greeting.startsWith(`eddy-loop ${PROTOCOL} `) ? socket : undefined);
      }
    });
  });
}

// What comes until the process ends, however it does, or we close the socket.
async function* chunksOf(socket) {
  try {
    yield* socket;
  } catch (error) {
    if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/** The answer as a whole. @returns {Promise<Buffer>} */
async function answerOf(pid, question) {
  const chunks = [];
  for await (const chunk of chunksOf(await ask(pid, question))) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The lines of an answer as they come. @returns {AsyncGenerator<string>} */
async function* linesOf(socket) {
  socket.setEncoding('utf8');
  let rest = '';
  for await (const chunk of chunksOf(socket)) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    yield* lines;
  }
}

module.exports = { ask, answerOf, chunksOf, linesOf, CannotAsk };
