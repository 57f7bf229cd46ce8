'use strict';
// A client of the inspector: requests with their answers, and events by their names.

const { EventEmitter } = require('events');
const { ERR_DEBUGGER_ERROR, ERR_DEBUGGER_STARTUP_ERROR } = require('errors');
const { inspect } = require('util');

/** What the inspector at an address offers: the first of its targets. */
async function findTarget(host, port) {
  const targets = await getJson(host, port, '/json');
  const url = targets[0]?.webSocketDebuggerUrl;
  if (typeof url !== 'string') throw new ERR_DEBUGGER_STARTUP_ERROR(`${host}:${port} has nothing to debug`);
  return new (require('url').URL)(url).pathname;
}

function getJson(host, port, path) {
  return new Promise((resolve, reject) => {
    const request = require('http').get({ host, port, path, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => { text += chunk; });
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode !== 200) {
          return void reject(new ERR_DEBUGGER_STARTUP_ERROR(`Unexpected response ${response.statusCode} from ${host}:${port}`));
        }
        try {
          resolve(JSON.parse(text));
        } catch {
          reject(new ERR_DEBUGGER_STARTUP_ERROR(`What ${host}:${port} sends is not JSON`));
        }
      });
    });
    request.on('error', reject);
  });
}

/** Emits 'Domain.event' with its parameters, and 'close'. */
class Client extends EventEmitter {
  #socket;
  #lastId = 0;
  #waiting = new Map();         // by the ids of requests

  get isConnected() {
    return this.#socket !== undefined;
  }

  async connect(host, port) {
    const path = await findTarget(host, port);
    const socket = await require('debugger/websocket').connect(host, port, path);
    this.#socket = socket;
    // What comes late from a program that was left already is nobody's.
    socket.onMessage = (text) => { if (this.#socket === socket) this.#receive(JSON.parse(text)); };
    socket.onClose = () => { if (this.#socket === socket) this.#end(); };
  }

  /** Ends the connection. */
  disconnect() {
    this.#socket?.close();
    this.#end();
  }

  #end() {
    if (this.#socket === undefined) return;
    this.#socket = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(gone());
    this.emit('close');
  }

  #receive({ id, method, params, result, error }) {
    if (id === undefined) return void this.emit(method, params);
    const { resolve, reject } = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) resolve(result);
    else reject(failure(error));
  }

  /** The result of a request. Rejects with the inspector's error, or with ERR_DEBUGGER_ERROR when nobody is connected. */
  request(method, params = { __proto__: null }) {
    if (this.#socket === undefined) return Promise.reject(gone());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** A domain as an object with its methods: agent('Debugger').pause(params). */
  agent(name) {
    const agent = {
      on: (event, listener) => this.on(`${name}.${event}`, listener),
      [inspect.custom]: () => `[Agent ${name}]`,
    };
    return new Proxy(agent, {
      __proto__: null,
      get: (target, key) => {
        if (key in target || typeof key === 'symbol' || key === 'then') return target[key];
        return (params) => this.request(`${name}.${key}`, params);
      },
    });
  }
}

function gone() {
  return new ERR_DEBUGGER_ERROR('Use `run` to start the app again.');
}

function failure({ code, message }) {
  const error = new Error(message);
  Error.captureStackTrace(error, failure);
  error.name = `Error [${code}]`;
  error.code = code;
  return error;
}

module.exports = { Client };
