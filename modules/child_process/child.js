// ChildProcess: a child that runs, its streams, and the events of its life:
//   'spawn', then 'exit' when it has ended, then 'close' when its pipes and its channel have closed, too;
//   or 'error' and 'close' when it could not be started.
'use strict';
const { Process } = binding('child_process');
const { UV_EACCES, UV_EAGAIN, UV_EINVAL, UV_EMFILE, UV_ENFILE, UV_ENOENT, UV_ENOSYS, UV_ESRCH } = binding('uv');
const EventEmitter = require('events');
const { channel } = require('diagnostics_channel');
const { nextTick } = require('ticks');
const asyncIds = require('async_ids');
const { tracking } = asyncIds;
const { errnoException } = require('errors');
const { validateArray, validateObject, validateOneOf, validateString } = require('validators');
const { signalNumber } = require('child_process/arguments');
const { declareOwner, kOwner } = require('stream_handles');
const { describeStdio, closePipes } = require('child_process/stdio');

// Failures to start that are reported by an 'error' event; others are thrown.
const toldLater = [UV_EACCES, UV_EAGAIN, UV_EMFILE, UV_ENFILE, UV_ENOENT];

declareOwner(Process.prototype, 'PROCESSWRAP'); // process._getActiveHandles shows the ChildProcess

// Programs that use the handle itself set its `onexit`.
const start = Process.prototype.spawn;
Process.prototype.spawn = function spawn(options, whenEnded = callOnExit) {
  return start.call(this, options, whenEnded);
};

function callOnExit(exitCode, signalName) {
  if (typeof this.onexit === 'function') this.onexit(exitCode, signalName);
}

const created = channel('child_process');
const kUsedAsStdio = Symbol('usedAsStdio');

function ChildProcess() {
  EventEmitter.call(this);
  this._closesNeeded = 1; // the process itself; and each pipe, and the channel
  this._closesGot = 0;
  this.connected = false;
  this.signalCode = null;
  this.exitCode = null;
  this.killed = false;
  this.spawnfile = null;
  this._handle = new Process();
  this._handle[kOwner] = this;
  if (tracking.on) asyncIds.startResource(this._handle, 'PROCESSWRAP');
  if (created.hasSubscribers) created.publish({ process: this });
}
Object.setPrototypeOf(ChildProcess.prototype, EventEmitter.prototype);
Object.setPrototypeOf(ChildProcess, EventEmitter);

/**
 * Starts the process; spawn() of node:child_process calls it.
 * @param {object} options file, args (with argv[0]), envPairs, cwd, detached, uid, gid, stdio, serialization
 * @returns {number|undefined} a negative errno when it could not be started
 */
ChildProcess.prototype.spawn = function spawn(options) {
  validateObject(options, 'options');
  const { serialization = 'json', envPairs, args } = options;
  validateOneOf(options.serialization, 'options.serialization', [undefined, 'json', 'advanced']);
  const { stdio, ipc, ipcFd } = describeStdio(options.stdio || 'pipe', false);
  try {
    if (envPairs !== undefined) validateArray(envPairs, 'options.envPairs');
    validateString(options.file, 'options.file');
    if (args !== undefined) validateArray(args, 'options.args');
  } catch (error) {
    closePipes(stdio);
    throw error;
  }
  this.spawnfile = options.file;
  this.spawnargs = args ?? [];

  const description = { __proto__: null, ...options, stdio, envPairs: withChannel(envPairs, ipcFd, serialization) };
  const error = this._handle.spawn(description, onExit);
  if (error !== 0 && !toldLater.includes(error)) {
    closePipes(stdio);
    this._handle.close();
    this._handle = null;
    throw errnoException(error, 'spawn');
  }
  if (error !== 0) {
    nextTick(tellError, this, error);
    if (error === UV_EMFILE || error === UV_ENFILE) {
      closePipes(stdio);
      return error;
    }
  } else {
    nextTick(tellSpawn, this);
    this.pid = this._handle.pid;
  }
  makeStreams(this, stdio);
  if (ipc !== undefined) require('child_process/ipc').openInParent(this, ipc, serialization);
  return error;
};

function withChannel(envPairs = [], ipcFd, serialization) {
  if (ipcFd === undefined) return envPairs;
  return [...envPairs, `NODE_CHANNEL_FD=${ipcFd}`, `NODE_CHANNEL_SERIALIZATION_MODE=${serialization}`];
}

function makeStreams(child, stdio) {
  const streams = stdio.map((item, i) => {
    if (item.type === 'wrap') return handOver(item);
    if (item.handle === undefined || item.ipc) return null;
    return newStream(child, item.handle, i);
  });
  [child.stdin = null, child.stdout = null, child.stderr = null] = streams;
  child.stdio = streams;
}

function newStream(child, handle, i) {
  const { Socket } = require('net');
  const stream = new Socket({ handle, readable: i > 0 });
  if (i > 0) {
    child._closesNeeded++;
    stream.on('close', () => gotClose(child));
  }
  return stream;
}

// A stream of ours that the child has now: we must not take its bytes away.
function handOver({ handle, _stdio: stream }) {
  if (stream[kUsedAsStdio] || typeof stream.pause !== 'function') return null;
  if (handle.readStop) {
    handle.reading = false;
    handle.readStop();
  }
  stream.pause();
  stream.readableFlowing = false;
  if (stream._readableState) stream._readableState.reading = false;
  stream[kUsedAsStdio] = true;
  return null;
}

function tellSpawn(child) {
  child.emit('spawn');
}

function tellError(child, error) {
  ended(child, error, '');
}

// Called with the handle as `this`.
function onExit(exitCode, signalName) {
  const child = this[kOwner];
  if (!tracking.on) {
    ended(child, exitCode, signalName);
    return;
  }
  asyncIds.enter(this);
  ended(child, exitCode, signalName);
  asyncIds.leave(this);
  asyncIds.destroyResource(this);
}

function ended(child, exitCode, signalName) {
  if (signalName !== '') child.signalCode = signalName;
  else child.exitCode = exitCode;
  child.stdin?.destroy();
  child._handle?.close();
  child._handle = null;
  if (exitCode < 0) child.emit('error', startError(child, exitCode));
  else child.emit('exit', child.exitCode, child.signalCode);
  // What nobody reads must be read to its end, or 'close' never comes; but those who listen only now come first.
  nextTick(flushStreams, child);
  gotClose(child);
}

function startError(child, errno) {
  const file = child.spawnfile;
  const error = errnoException(errno, file ? `spawn ${file}` : 'spawn');
  if (file) error.path = file;
  error.spawnargs = child.spawnargs.slice(1);
  return error;
}

function flushStreams(child) {
  for (const stream of child.stdio ?? []) {
    if (!stream || !stream.readable || stream[kUsedAsStdio]) continue;
    stream.resume();
  }
}

function gotClose(child) {
  child._closesGot++;
  if (child._closesGot === child._closesNeeded) child.emit('close', child.exitCode, child.signalCode);
}

/**
 * Sends a signal. @param {string|number} [signal='SIGTERM'] 0 only asks whether the process is there
 * @returns {boolean} whether it was sent @throws ERR_UNKNOWN_SIGNAL
 */
ChildProcess.prototype.kill = function kill(signal) {
  const number = signal === 0 ? 0 : signalNumber(signal === undefined || signal === null ? 'SIGTERM' : signal);
  if (!this._handle) return false;
  const error = this._handle.kill(number);
  if (error === 0) {
    this.killed = true;
    return true;
  }
  if (error === UV_EINVAL || error === UV_ENOSYS) throw errnoException(error, 'kill');
  if (error !== UV_ESRCH) this.emit('error', errnoException(error, 'kill'));
  return false;
};

Object.defineProperty(ChildProcess.prototype, Symbol.dispose, {
  __proto__: null,
  configurable: true,
  enumerable: true,
  writable: true,
  value() {
    if (!this.killed) this.kill();
  },
});

ChildProcess.prototype.ref = function ref() {
  if (this._handle) this._handle.ref();
};

ChildProcess.prototype.unref = function unref() {
  if (this._handle) this._handle.unref();
};

module.exports = { ChildProcess, gotClose };
