// exec and execFile: what a child writes, gathered, for one callback when it has ended.
'use strict';
const { isArray } = require('intrinsics');
const { named } = require('observing');
const { Buffer } = require('buffer');
const { setTimeout, clearTimeout } = require('timers');
const { ERR_CHILD_PROCESS_STDIO_MAXBUFFER } = require('errors');
const { validateFunction, validateObject, validateString } = require('validators');
const { killSignalNumber, refuseNullBytes, validateMaxBuffer, validateTimeout } = require('child_process/arguments');

const DEFAULT_MAX_BUFFER = 1024 * 1024;

/** The options of a command line that a shell shall run. */
function shellOptions(command, options) {
  validateString(command, 'command');
  refuseNullBytes(command, 'command');
  options = { __proto__: null, ...options };
  options.shell = typeof options.shell === 'string' ? options.shell : true;
  return options;
}

/**
 * Runs a command line in a shell.
 * @param {string} command @param {object} [options] as for execFile, and `shell`
 * @param {function(Error|null, string|Buffer, string|Buffer)} [callback]
 * @returns {ChildProcess}
 */
function exec(command, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  return require('child_process').execFile(command, shellOptions(command, options), callback);
}

// (file[, args][, options][, callback]), any of them undefined or null.
function readArguments(file, args, options, callback) {
  if (isArray(args)) {
    args = args.slice();
  } else if (args !== null && typeof args === 'object') {
    callback = options;
    options = args;
    args = null;
  } else if (typeof args === 'function') {
    callback = args;
    options = null;
    args = null;
  }
  args ??= [];
  if (typeof options === 'function') callback = options;
  else if (options !== undefined && options !== null) validateObject(options, 'options');
  if (typeof options === 'function') options = null;
  options = { __proto__: null, ...options };
  if (callback !== undefined && callback !== null) {
    validateFunction(callback, 'callback');
    callback = named(callback);
  }
  if (options.argv0 !== undefined && options.argv0 !== null) {
    validateString(options.argv0, 'options.argv0');
    refuseNullBytes(options.argv0, 'options.argv0');
  }
  return { file, args, options, callback };
}

/** What one of the child's outputs has written, up to the limit. */
class Gatherer {
  constructor(stream, name, maxBuffer, encoding, onOverflow) {
    this.stream = stream;
    this.chunks = [];
    this.length = 0;
    if (encoding) stream.setEncoding(encoding);
    stream.on('data', (chunk) => {
      // The limit is of bytes; what is kept of a text beyond it, of as many characters.
      const { readableEncoding } = stream;
      const before = this.length;
      this.length += readableEncoding ? Buffer.byteLength(chunk, readableEncoding) : chunk.length;
      if (this.length <= maxBuffer) {
        this.chunks.push(chunk);
        return;
      }
      this.chunks.push(chunk.slice(0, maxBuffer - before));
      onOverflow(new ERR_CHILD_PROCESS_STDIO_MAXBUFFER(name));
    });
  }

  /** Text if there is an encoding, bytes otherwise. */
  all(encoding) {
    return encoding || this.stream?.readableEncoding ? this.chunks.join('') : Buffer.concat(this.chunks);
  }
}

/** One run of execFile. */
class Execution {
  #child;
  #command;
  #callback;
  #options;
  #encoding;
  #stdout;
  #stderr;
  #timer;
  #error;
  #killed = false;
  #ended = false;

  constructor(file, args, options, callback) {
    this.#callback = callback;
    this.#options = options;
    this.#encoding = options.encoding !== 'buffer' && Buffer.isEncoding(options.encoding) ? options.encoding : null;
    const { cwd, env, gid, shell, signal, uid, windowsHide, windowsVerbatimArguments, argv0 } = options;
    const child = this.#child = require('child_process').spawn(file, args, {
      cwd, env, gid, shell, signal, uid, argv0,
      windowsHide: Boolean(windowsHide), windowsVerbatimArguments: Boolean(windowsVerbatimArguments),
    });
    this.#command = args.length > 0 ? `${file} ${args.join(' ')}` : file;
    if (options.timeout > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#kill();
      }, options.timeout);
    }
    this.#stdout = this.#gather(child.stdout, 'stdout');
    this.#stderr = this.#gather(child.stderr, 'stderr');
    child.addListener('close', (code, signal) => this.#end(code, signal));
    child.addListener('error', (error) => this.#fail(error));
  }

  get child() {
    return this.#child;
  }

  #gather(stream, name) {
    if (!stream) return null;
    return new Gatherer(stream, name, this.#options.maxBuffer, this.#encoding, (error) => {
      this.#error = error;
      this.#kill();
    });
  }

  #kill() {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    this.#killed = true;
    try {
      this.#child.kill(this.#options.killSignal);
    } catch (error) {
      this.#error ??= error;
      this.#end(null, null);
    }
  }

  #fail(error) {
    this.#error ??= error;
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    this.#end(null, null);
  }

  #end(code, signal) {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    if (!this.#callback) return;
    const empty = this.#encoding ? '' : Buffer.alloc(0);
    const stdout = this.#stdout === null ? empty : this.#stdout.all(this.#encoding);
    const stderr = this.#stderr === null ? empty : this.#stderr.all(this.#encoding);
    if (!this.#error && code === 0 && signal === null) {
      this.#callback(null, stdout, stderr);
      return;
    }
    const error = this.#error ?? this.#failure(code, signal, stderr);
    error.cmd = this.#command;
    this.#callback(error, stdout, stderr);
  }

  #failure(code, signal, stderr) {
    const error = new Error(`Command failed: ${this.#command}\n${stderr}`);
    error.code = code < 0 ? require('util').getSystemErrorName(code) : code;
    error.killed = this.#child.killed || this.#killed;
    error.signal = signal;
    return error;
  }
}

/**
 * Runs `file`.
 * @param {string} file @param {string[]} [args]
 * @param {object} [options] cwd, env, encoding ('utf8'; 'buffer': Buffers), timeout (milliseconds), maxBuffer (1 MiB),
 *   killSignal ('SIGTERM'), uid, gid, shell, signal
 * @param {function(Error|null, string|Buffer, string|Buffer)} [callback] gets an error with code, killed, signal, cmd
 *   when the child did not exit with 0
 * @returns {ChildProcess}
 */
function execFile(file, args, options, callback) {
  ({ file, args, options, callback } = readArguments(file, args, options, callback));
  options = {
    __proto__: null,
    encoding: 'utf8',
    timeout: 0,
    maxBuffer: DEFAULT_MAX_BUFFER,
    ...options,
  };
  validateTimeout(options.timeout);
  validateMaxBuffer(options.maxBuffer);
  options.killSignal = killSignalNumber(options.killSignal ?? 'SIGTERM');
  return new Execution(file, args, options, callback).child;
}

/** `util.promisify` of either, by its name: a promise of {stdout, stderr} that has the child as `child`. */
function promised(original) {
  const run = (...args) => {
    const { promise, resolve, reject } = Promise.withResolvers();
    promise.child = original(...args, (error, stdout, stderr) => {
      if (error !== null) reject(Object.assign(error, { stdout, stderr }));
      else resolve({ stdout, stderr });
    });
    return promise;
  };
  Object.defineProperty(run, 'name', { __proto__: null, value: original.name });
  return run;
}

for (const original of [exec, execFile]) {
  Object.defineProperty(original, require('promisify').promisify.custom, { __proto__: null, value: promised(original) });
}

module.exports = { exec, execFile, shellOptions };
