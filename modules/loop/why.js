'use strict';
// Why the process is still alive: what keeps this thread's loop, in the program's terms, and what is open but does not keep it.
//
// Where something was made is known exactly when origins are kept (--loop-why, or keepOrigins()). Without them a timer is
// named by its callback, a socket or server by the program's listeners on it.
//
// It is asked in the midst of the program's JavaScript, too, whose RegExp.$1 and its like must stay: no regular expressions.
const native = binding('loop');
const { kCounts, kRefed } = require('timers/queue');
const { observing } = require('observing');
const { duration } = require('loop/times');

/**
 * @typedef {{file: string, line: number, column: number, function: string}} Site
 * @typedef {{kind: string, detail: string, age: number|undefined, madeAt: Site|undefined, openedFor: Site|undefined,
 *   callback: Site|undefined}} Thing
 *   age: milliseconds. madeAt: the innermost line of the program when it was made; openedFor: where that is in a package
 *   (node_modules), the line outside of packages that led there. callback: what is called for it.
 */

// --- Sites. ---

const timerOrigins = new WeakMap(); // Timeout or Immediate -> text of native.userLines()
const ownerOrigins = new WeakMap(); // server, socket, request or file stream that the program opened -> the same
const fileStreams = new Set(); // WeakRefs of streams of files: what they ask the pool for is asked in a later tick

/** From now on each resource and timer remembers the line that made it. */
function keepOrigins() {
  native.keepOrigins();
  const { timerMade } = observing;
  observing.timerMade = (timer) => {
    timerOrigins.set(timer, native.userLines());
    timerMade?.(timer);
  };
  observing.opened = (owner) => {
    const lines = native.userLines();
    if (lines !== '') ownerOrigins.set(owner, lines);
    if (isFileStream(owner)) fileStreams.add(new WeakRef(owner));
  };
}

const isFileStream = (owner) => 'pending' in owner && typeof owner.path === 'string';

// Streams that wait for their file, each with what for.
function waitingStreams() {
  const waiting = [];
  for (const reference of fileStreams) {
    const stream = reference.deref();
    if (stream === undefined || stream.closed) fileStreams.delete(reference);
    else if (stream.pending) waiting.push({ stream, detail: `opening ${stream.path}` });
    else if (stream._readableState?.reading) waiting.push({ stream, detail: `reading ${stream.path}` });
    else if (stream._writableState?.writing) waiting.push({ stream, detail: `writing ${stream.path}` });
  }
  return waiting;
}

// "file:line:column function" as a Site. The names may have colons and blanks.
function siteOf(text) {
  for (let at = text.lastIndexOf(':'); at > 0; at = text.lastIndexOf(':', at - 1)) {
    const before = text.lastIndexOf(':', at - 1);
    const blank = text.indexOf(' ', at);
    const end = blank < 0 ? text.length : blank;
    const [line, column] = [text.slice(before + 1, at), text.slice(at + 1, end)];
    if (before < 0 || !isCount(line) || !isCount(column)) continue;
    return { file: text.slice(0, before), line: +line, column: +column, function: text.slice(end + 1) };
  }
  return undefined;
}

const isCount = (text) => Number.isInteger(+text) && String(+text) === text;

function sitesOf(origin) {
  const [madeAt, openedFor] = (origin ?? '').split('\n');
  return { madeAt: siteOf(madeAt), openedFor: siteOf(openedFor ?? '') };
}

/** Where a function of the program's stands; undefined for a built-in one. */
function callbackSite(fn) {
  if (typeof fn !== 'function') return undefined;
  const place = native.locate(fn);
  if (place === undefined || place[0].startsWith('node:') || place[0] === '') return undefined;
  const [file, line, column, name] = place;
  return { file, line, column, function: name };
}

// The program's first listener on an emitter.
function listenerSite(emitter) {
  for (const name of emitter?.eventNames?.() ?? []) {
    for (const listener of emitter.listeners(name)) {
      const site = callbackSite(listener);
      if (site !== undefined) return site;
    }
  }
  return undefined;
}

// --- What timers are. ---

function timerThing(timer, now) {
  const repeats = timer._repeat !== null;
  const left = timer._idleStart + timer._idleTimeout - now;
  const next = left > 0 ? `in ${duration(left)}` : 'now';
  return {
    kind: repeats ? 'interval' : 'timeout',
    detail: repeats ? `every ${duration(timer._repeat)}, next ${next}` : `of ${duration(timer._idleTimeout)}, due ${next}`,
    age: undefined,
    ...sitesOf(timerOrigins.get(timer)),
    callback: callbackSite(timer._onTimeout),
    keeps: timer[kCounts] === true,
  };
}

function immediateThing(immediate) {
  return {
    kind: 'immediate', detail: 'in the next turn', age: undefined, ...sitesOf(timerOrigins.get(immediate)),
    callback: callbackSite(immediate._onImmediate), keeps: immediate[kRefed] === true,
  };
}

function timerThings() {
  const { now } = binding('timers');
  const time = now();
  const all = [
    ...Array.from(require('timers/queue').list(), (timer) => timerThing(timer, time)),
    ...Array.from(require('timers/immediates').list(), immediateThing),
  ];
  // Built-in timers (idle connections, time limits) that do not keep the loop are no affair of the program's.
  return all.filter((thing) => thing.keeps || thing.madeAt !== undefined || thing.callback !== undefined);
}

// --- What handles and requests are. ---

const at = (address) => (address?.port === undefined ? '' :
  `${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`);

function serverDetail(server) {
  const address = server?.address?.();
  const place = typeof address === 'string' ? address : at(address);
  const count = server?._connections ?? 0;
  return `listening on ${place}, ${count} ${count === 1 ? 'connection' : 'connections'}`;
}

function peerOf(socket) {
  const { remoteAddress, remotePort, remoteFamily } = socket;
  if (remoteAddress !== undefined) return at({ address: remoteAddress, port: remotePort, family: remoteFamily });
  return socket._host ?? '';
}

function socketDetail(socket) {
  if (socket?.connecting === undefined) return { kind: 'http connection', detail: 'of a client' };
  const peer = peerOf(socket);
  const message = socket._httpMessage;
  if (message?.method !== undefined && message.path !== undefined) {
    const what = message.res ? 'the end of the response to' : 'the response to';
    return { kind: 'http client', detail: `${peer}, waits for ${what} ${message.method} ${message.path}` };
  }
  if (socket.server) return { kind: socket.parser ? 'http connection' : 'tcp connection', detail: `from ${peer}, ${socketState(socket)}` };
  const isKept = socket.listenerCount?.('agentRemove') > 0;
  if (isKept) return { kind: 'keep-alive socket', detail: peer };
  return { kind: 'tcp', detail: `${peer}, ${socket.connecting ? 'connecting' : socketState(socket)}` };
}

function socketState(socket) {
  if (socket.writableLength > 0) return `waits for the peer to read ${socket.writableLength} bytes`;
  if (socket.readableEnded && !socket.writableEnded) return 'the peer has ended; it was not ended here';
  if (socket.isPaused?.()) return 'paused';
  return 'waits for data';
}

const STANDARD = ['stdin', 'stdout', 'stderr'];

// What a pipe of ours is: one of the standard streams, a child's, an IPC channel, or a program's own.
function pipeDetail(pipe, children) {
  const standard = STANDARD[pipe?.fd];
  if (standard !== undefined && require('process_object')[standard] === pipe) {
    return { kind: standard, detail: pipe.isPaused?.() ? 'paused' : standard === 'stdin' ? 'waits for input' : socketState(pipe) };
  }
  for (const child of children) {
    const index = child.stdio?.indexOf(pipe) ?? -1;
    if (pipe && index >= 0) return { kind: 'pipe', detail: `${STANDARD[index] ?? `descriptor ${index}`} of child ${child.pid}`, of: child };
  }
  if (pipe?.connecting === undefined) return { kind: 'IPC channel', detail: 'waits for messages' };
  return { kind: 'pipe', detail: socketState(pipe) };
}

function childDetail(child) {
  return `${child.pid}: ${child.spawnargs?.join(' ').slice(0, 60) ?? child.spawnfile}`;
}

const REQUESTS = {
  __proto__: null,
  FSReqCallback: ['file operation', 'of the pool'],
  FSReqPromise: ['file operation', 'of the pool'],
  GetAddrInfoReqWrap: ['dns', 'look-up under way'],
  GetNameInfoReqWrap: ['dns', 'look-up under way'],
  QueryReqWrap: ['dns', 'query under way'],
  ZLIB: ['zlib', 'compression under way'],
  SendWrap: ['udp', 'datagram being sent'],
  WriteWrap: ['write', 'waits for the reader'],
  ShutdownWrap: ['write', 'end under way'],
  TCPConnectWrap: ['tcp', 'connecting'],
  PipeConnectWrap: ['pipe', 'connecting'],
};

// Requests on a handle that keeps the loop anyway.
const OF_HANDLES = new Set(['WriteWrap', 'ShutdownWrap', 'TCPConnectWrap', 'PipeConnectWrap']);

function describeHandle(kind, owner, children) {
  switch (kind) {
    case 'TCPServerWrap': return { kind: 'server', detail: serverDetail(owner) };
    case 'PipeServerWrap': return { kind: 'server', detail: serverDetail(owner) };
    case 'TCPSocketWrap': return socketDetail(owner);
    case 'PipeWrap': case 'TTYWrap': return pipeDetail(owner, children);
    case 'UDPWrap': return { kind: 'udp', detail: `bound to ${at(addressOf(owner))}` };
    case 'ProcessWrap': return { kind: 'child', detail: childDetail(owner) };
    case 'FSEventWrap': return { kind: 'file watcher', detail: 'fs.watch()' };
    case 'StatWatcher': return { kind: 'file watcher', detail: 'fs.watchFile()' };
    case 'Worker': return { kind: 'worker', detail: 'has not ended' };
    case 'MessagePort': return { kind: 'message port', detail: 'waits for messages' };
    case 'BroadcastChannel': return { kind: 'broadcast channel', detail: 'waits for messages' };
    case 'SignalWrap': return { kind: 'signal listener', detail: '' };
    default: return { kind, detail: '' };
  }
}

function addressOf(socket) {
  try {
    return socket.address();
  } catch {
    return undefined; // not bound yet
  }
}

function ownerOf(object) {
  return object?.owner ?? undefined;
}

// What a socket is used for now says more than where its handle was made.
function originOf(origin, owner) {
  const message = owner?._httpMessage;
  return (message && ownerOrigins.get(message)) || (owner && ownerOrigins.get(owner)) || origin;
}

// A socket that connects has an idle handle: the attempt, a request without a line, keeps the loop. Named is the socket.
function nameAttempts(all) {
  const sockets = all.filter(([, isRequest, keeps, , , object]) => !isRequest && !keeps && ownerOf(object)?.connecting === true);
  const isAttempt = ([kind, , keeps]) => keeps && kind.endsWith('ConnectWrap');
  if (sockets.length === 0 || !all.some(isAttempt)) return all;
  for (const socket of sockets) socket[2] = true;
  return all.filter((one) => !isAttempt(one));
}

// A channel to the parent is there from the start; the others are to children.
function nameChannels(things) {
  const process = require('process_object');
  const [own] = process.channel ? things.filter(({ kind }) => kind === 'IPC channel') : [];
  if (own === undefined) return;
  own.detail = 'to the parent, waits for messages';
  own.callback = process.listeners('message').map(callbackSite).find((site) => site !== undefined);
  own.isOwn = true;
}

// The streams whose requests carry no line, since they were made in a later tick.
function nameFiles(things) {
  const streams = waitingStreams();
  for (const thing of things) {
    if (thing.kind !== 'file operation' || thing.madeAt !== undefined || streams.length === 0) continue;
    const { stream, detail } = streams.shift();
    Object.assign(thing, { detail, ...sitesOf(ownerOrigins.get(stream)), callback: listenerSite(stream) });
  }
}

function resourceThings() {
  const all = nameAttempts(native.resources());
  const children = all.filter(([kind]) => kind === 'ProcessWrap').map(([, , , , , object]) => ownerOf(object)).filter(Boolean);
  const origins = new Map(); // server -> its origin, for the connections that it accepted
  for (const [kind, , , , origin, object] of all) {
    const owner = ownerOf(object);
    if (kind.endsWith('ServerWrap') && owner !== undefined) origins.set(owner, originOf(origin, owner));
  }
  const handlesKeep = all.some(([, isRequest, keeps]) => !isRequest && keeps);
  const things = [];
  for (const [kind, isRequest, keeps, age, origin, object] of all) {
    if (kind === 'ChannelWrap' || kind === 'TurnCounter' || kind === 'GCWatcher') continue;
    if (isRequest && OF_HANDLES.has(kind) && handlesKeep) continue;
    const owner = ownerOf(object);
    const [name, what] = REQUESTS[kind] ?? (kind.endsWith('REQUEST') ? ['crypto', 'operation under way'] : []);
    const described = isRequest ? { kind: name ?? kind, detail: what ?? '' } : describeHandle(kind, owner, children);
    things.push({
      ...described, age, ...sitesOf(originOf(origin, owner) || origins.get(owner?.server)), callback: listenerSite(owner), keeps,
    });
  }
  nameChannels(things);
  nameFiles(things);
  return fold(things);
}

const isSameSite = (a, b) => a?.file === b?.file && a?.line === b?.line && a?.column === b?.column;

// A child's pipes and its channel are part of the child while that keeps the loop; a worker's port of the worker.
function fold(things) {
  const kept = (kind) => things.filter((thing) => thing.kind === kind && thing.keeps);
  const children = kept('child'), workers = kept('worker');
  const pids = new Set(children.map((thing) => thing.detail.split(':')[0]));
  return things.filter((thing) => {
    if (thing.of !== undefined) return !pids.has(String(thing.of.pid));
    if (thing.kind === 'IPC channel') return thing.isOwn || !children.some(({ madeAt }) => isSameSite(madeAt, thing.madeAt));
    if (thing.kind !== 'message port' || thing.callback !== undefined) return true;
    return !workers.some(({ madeAt }) => isSameSite(madeAt, thing.madeAt));
  });
}

// --- The answer. ---

/**
 * What keeps this thread's loop alive, and what is open and does not.
 * @returns {{pid: number, keeps: Thing[], open: Thing[]}}
 */
function why() {
  const things = [...resourceThings(), ...timerThings()].map(({ of, isOwn, ...thing }) => thing);
  const plain = ({ keeps, ...thing }) => thing;
  return {
    pid: require('process_object').pid,
    keeps: things.filter((thing) => thing.keeps).map(plain),
    open: things.filter((thing) => !thing.keeps).map(plain),
  };
}

function shownFile(file) {
  const path = file.startsWith('file://') ? decodeURIComponent(file.slice('file://'.length)) : file;
  const folder = `${require('process_object').cwd()}/`;
  return path.startsWith(folder) ? path.slice(folder.length) : path;
}

function shownSite({ file, line, column, function: name }) {
  return `${shownFile(file)}:${line}:${column}${name ? `  ${name}` : ''}`;
}

/** The answer of why() as text. */
function text({ pid, keeps, open } = why()) {
  const more = open.length === 0 ? '' : ` (${open.length} more ${open.length === 1 ? 'is open and does' : 'are open and do'} not)`;
  const lines = [keeps.length === 0 ? `why alive: nothing keeps pid ${pid} running${more}` :
    `why alive: ${keeps.length} ${keeps.length === 1 ? 'thing keeps' : 'things keep'} pid ${pid} running${more}`];
  keeps.forEach((thing, i) => {
    const { kind, detail, age, madeAt, openedFor, callback } = thing;
    const since = age === undefined ? '' : `, for ${duration(age)}`;
    const site = madeAt ?? callback;
    const head = `  ${i + 1} ${kind.padEnd(10)}  ${detail}${since}`;
    lines.push(site === undefined ? head : `${head.padEnd(48)}  ${shownSite(site)}`);
    if (openedFor !== undefined) lines.push(`${' '.repeat(14)}opened for  ${shownSite(openedFor)}`);
  });
  if (open.length > 0) lines.push(`  would not keep it: ${listOpen(open)}`);
  return `${lines.join('\n')}\n`;
}

// "keep-alive socket x3, stdin, worker"
function listOpen(open) {
  const counts = new Map();
  for (const { kind } of open) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => (count === 1 ? kind : `${kind} x${count}`)).join(', ');
}

// --- When a program that was asked to end goes on. ---

/** As --loop-why asks: writes the answer when the program still lives `delay` ms after it was asked to end. */
function startWaiting(delay) {
  const { Timeout } = require('timers/timeout');
  keepOrigins();
  let timer;
  const { timerMade } = observing;
  observing.askedToEnd = (what) => {
    if (timer !== undefined) require('timers').clearTimeout(timer);
    observing.timerMade = undefined;
    timer = new Timeout(() => { write(what, delay); }, delay, undefined, false, false);
    observing.timerMade = timerMade;
  };
}

function write(what, delay) {
  require('process_object')._rawDebug(`asked to end by ${what} ${duration(delay)} ago\n${text().trimEnd()}`);
}

module.exports = { why, text, keepOrigins, startWaiting };
