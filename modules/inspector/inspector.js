'use strict';
// node:inspector.
// Also shown: start.

const native = binding('inspector');
const { EventEmitter } = require('events');
const { v8Console } = require('intrinsics');
const process = require('process_object');
const {
  ERR_INSPECTOR_ALREADY_ACTIVATED, ERR_INSPECTOR_ALREADY_CONNECTED, ERR_INSPECTOR_CLOSED, ERR_INSPECTOR_COMMAND,
  ERR_INSPECTOR_NOT_ACTIVE, ERR_INSPECTOR_NOT_CONNECTED, ERR_INSPECTOR_NOT_WORKER,
} = require('errors');
const { nextTick } = require('ticks');
const { isUint32, validateFunction, validateInt32, validateObject, validateString } = require('validators');
const { isMainThread } = binding('process');
const address = require('process/debug_address');

native.activate();
const { Network, NetworkResources } = require('inspector/network');

/** A conversation with the inspector of this thread, or of the main one. Emits 'inspectorNotification' and each event by its name. */
class Session extends EventEmitter {
  #connection = null;
  #nextId = 1;
  #callbacks = new Map();

  /** Connects to this thread's inspector. @throws ERR_INSPECTOR_ALREADY_CONNECTED */
  connect() {
    this.#connect(native.LocalConnection);
  }

  /** Connects a worker to the main thread's. @throws ERR_INSPECTOR_NOT_WORKER */
  connectToMainThread() {
    if (isMainThread()) throw new ERR_INSPECTOR_NOT_WORKER();
    this.#connect(native.MainThreadConnection);
  }

  #connect(Connection) {
    if (this.#connection) throw new ERR_INSPECTOR_ALREADY_CONNECTED('The inspector session');
    this.#connection = new Connection((message) => this.#receive(message));
  }

  #receive(message) {
    try {
      this.#onMessage(JSON.parse(message));
    } catch (error) {
      process.emitWarning(error);
    }
  }

  #onMessage(parsed) {
    if (!parsed.id) {
      this.emit(parsed.method, parsed);
      this.emit('inspectorNotification', parsed);
      return;
    }
    const callback = this.#callbacks.get(parsed.id);
    this.#callbacks.delete(parsed.id);
    if (!callback) return;
    if (parsed.error) return void callback(new ERR_INSPECTOR_COMMAND(parsed.error.code, parsed.error.message));
    callback(null, parsed.result);
  }

  /**
   * Sends a request.
   * @param {string} method
   * @param {object} [params]
   * @param {function(Error|null, object)} [callback] gets the result
   */
  post(method, params, callback) {
    validateString(method, 'method');
    if (!callback && typeof params === 'function') {
      callback = params;
      params = null;
    }
    if (params) validateObject(params, 'params');
    if (callback) validateFunction(callback, 'callback');
    if (!this.#connection) throw new ERR_INSPECTOR_NOT_CONNECTED();
    const id = this.#nextId++;
    const message = { id, method };
    if (params) message.params = params;
    if (callback) this.#callbacks.set(id, callback);
    this.#connection.dispatch(JSON.stringify(message));
  }

  /** Ends the session; callbacks that wait get ERR_INSPECTOR_CLOSED. */
  disconnect() {
    if (!this.#connection) return;
    this.#connection.disconnect();
    this.#connection = null;
    const waiting = [...this.#callbacks.values()];
    this.#callbacks.clear();
    this.#nextId = 1;
    for (const callback of waiting) nextTick(callback, new ERR_INSPECTOR_CLOSED());
  }
}

/**
 * Starts to listen for debuggers.
 * @param {number} [port] 0: any that is free
 * @param {string} [host]
 * @param {boolean} [wait] until one has connected
 * @returns {Disposable} closes
 */
function open(port, host, wait) {
  if (native.url() !== undefined) throw new ERR_INSPECTOR_ALREADY_ACTIVATED();
  // Anything but a number is no port, as on Node.
  if (isUint32(port)) validateInt32(port, 'port', 0, 65535);
  const given = { port: isUint32(port) ? port : address.current().port, host: host && `${host}` || address.current().host };
  if (!native.isLoopback(given.host)) warnOfPublicAddress();
  address.listen(given);
  if (wait) waitForDebugger();
  return { __proto__: null, [Symbol.dispose]() { close(); } };
}

function warnOfPublicAddress() {
  process.emitWarning(
    'Binding the inspector to a public IP with an open port is insecure, as it allows external hosts to connect to the ' +
    'inspector and perform a remote code execution attack. Documentation can be found at ' +
    'https://nodejs.org/api/cli.html#--inspecthostport',
    'SecurityWarning',
  );
}

/** Stops listening, and ends the sessions of those who have connected. */
function close() {
  native.close();
}

/** @returns {string|undefined} where debuggers connect; undefined when none can */
function url() {
  return native.url();
}

/** Blocks until a debugger has sent Runtime.runIfWaitingForDebugger. @throws ERR_INSPECTOR_NOT_ACTIVE */
function waitForDebugger() {
  if (native.url() === undefined) throw new ERR_INSPECTOR_NOT_ACTIVE();
  native.waitForDebugger();
}

module.exports = { open, close, url, waitForDebugger, console: v8Console, Session, Network, NetworkResources };
