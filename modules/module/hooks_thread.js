'use strict';
// module.register(): hooks that run in a thread of their own, seen from the thread that they serve. The thread is made by
// the first register(); it ends with this one and does not keep it alive. hooks_worker.js is the other side.
//
// A request is {id, method, args}; its answer {id, value}, {id, error} or, when the thread has nothing left to do that could
// answer it, {id, neverSettles}. import() awaits answers; what has to return at once (require(), import.meta.resolve(),
// register() itself) blocks this thread until the other has counted up the number that both share.

const process = require('process_object');
const { loader } = require('module/state');

const ANSWERS = 0;                 // of the shared numbers: how many answers were sent
const EXIT_CODE = 1;               // and the thread's exit code, plus one; 0 while it runs

class HooksThread {
  #worker;
  #port;
  #shared = new Int32Array(new SharedArrayBuffer(8));
  #waiting = new Map();            // id -> {resolve, reject} of a request that is awaited
  #lastId = 0;

  constructor() {
    const { MessageChannel } = require('messaging/message_port');
    const { startHooksWorker } = require('worker_threads/worker');
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#port.on('message', (answer) => this.#receive(answer));
    this.#port.unref();
    this.#worker = startHooksWorker({ port: port2, shared: this.#shared }, [port2]);
    this.#worker.on('exit', (code) => process.exit(code));
    this.#worker.on('error', reportError);
    this.#worker.unref();
  }

  // --- What the loaders ask. ---

  /** A promise of {url, format, importAttributes}. */
  resolve(specifier, parentURL, importAttributes, isMain) {
    return this.#ask('resolve', [specifier, parentURL, plain(importAttributes), isMain]);
  }

  resolveSync(specifier, parentURL, importAttributes, isMain) {
    return this.#askSync('resolve', [specifier, parentURL, plain(importAttributes), isMain]);
  }

  /** A promise of {format, source, run}, see esm/loader.js. */
  async load(url, format, importAttributes) {
    return toLoaded(url, await this.#ask('load', [url, format, plain(importAttributes)]));
  }

  loadSync(url, format, importAttributes) {
    return toLoaded(url, this.#askSync('load', [url, format, plain(importAttributes)]));
  }

  /** Loads a module of hooks there and waits until its initialize() is done. Throws what that throws. */
  register(specifier, parentURL, data, transferList) {
    this.#askSync('register', [specifier, parentURL, data], transferList);
  }

  // --- Requests. ---

  #send(method, args, transferList) {
    const id = ++this.#lastId;
    this.#port.postMessage({ id, method, args }, transferList);
    return id;
  }

  #ask(method, args) {
    const id = this.#send(method, args);
    const { promise, resolve, reject } = Promise.withResolvers();
    this.#waiting.set(id, { resolve, reject });
    // Until the answer, or until the thread has ended without one.
    this.#port.ref();
    this.#worker.ref();
    return promise;
  }

  #receive({ id, value, error, neverSettles }) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) {
      this.#port.unref();
      this.#worker.unref();
    }
    if (neverSettles) return; // nor will what was promised here
    if (error !== undefined) waiting.reject(require('worker_threads/error_transfer').revive(error));
    else waiting.resolve(value);
  }

  #askSync(method, args, transferList) {
    const id = this.#send(method, args, transferList);
    const { receiveMessageOnPort } = require('messaging/message_port');
    for (;;) {
      const seen = Atomics.load(this.#shared, ANSWERS);
      for (let entry; (entry = receiveMessageOnPort(this.#port)) !== undefined;) {
        if (entry.message.id === id) return this.#take(entry.message, method, args);
        this.#receive(entry.message);
      }
      const code = Atomics.load(this.#shared, EXIT_CODE);
      if (code !== 0) process.exit(code - 1);
      Atomics.wait(this.#shared, ANSWERS, seen);
    }
  }

  #take({ value, error, neverSettles }, method, args) {
    if (neverSettles) {
      const { ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED } = require('errors');
      throw Object.assign(new ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED(), { details: { method, args } });
    }
    if (error !== undefined) throw require('worker_threads/error_transfer').revive(error);
    return value;
  }
}

// An error that nobody caught there; 'exit' follows.
function reportError(error) {
  process._rawDebug(require('inspect').inspect(error));
}

// Import attributes as a plain object, which hooks get.
function plain(attributes) {
  return { ...attributes };
}

function toLoaded(url, loaded) {
  if (url.startsWith('file:')) require('module/watch_report').loaded(require('url').fileURLToPath(url));
  return require('module/esm/hooked').ofThread(url, loaded);
}

function parentHref(parentURL) {
  if (parentURL === undefined) return 'data:';
  return typeof parentURL === 'string' ? parentURL : parentURL.href;
}

/**
 * Registers the hooks that the module `specifier` exports (resolve, load, and initialize, which gets `data`).
 * @param {string|URL} specifier as seen from options.parentURL
 * @param {string|URL|{parentURL?: string|URL, data?: any, transferList?: object[]}} [parentURL]
 * @param {{parentURL?: string|URL, data?: any, transferList?: object[]}} [options]
 */
function register(specifier, parentURL = undefined, options = undefined) {
  if (parentURL !== null && typeof parentURL === 'object' && typeof parentURL.href !== 'string') {
    options = parentURL;
    parentURL = options.parentURL;
  }
  loader.thread ??= new HooksThread();
  loader.thread.register(`${specifier}`, parentHref(parentURL), options?.data, options?.transferList);
}

module.exports = { register };
