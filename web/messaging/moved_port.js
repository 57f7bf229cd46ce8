'use strict';
// moveMessagePortToContext: a port that lives in a context of vm's. What the program sees there is made of that
// context's own classes, in code that is compiled for it; it talks to the native half through functions given to it.

const { isPort, handleOf, refuseClosed } = require('messaging/message_port');
const { kHybridDispatch } = require('event_target');
const { setCloneStepsOf } = require('cloneable');

// The body of function (host), once for each context: makes ports for native halves.
const SOURCE = `
  'use strict';
  class DOMException extends Error {
    #name;
    constructor(message, name) { super(message); this.#name = name; }
    get name() { return this.#name; }
    get code() { return 25; }
  }
  const rethrow = ({ name, message, code }) => {
    if (name === 'DataCloneError') throw new DOMException(message, name);
    throw Object.assign(new TypeError(message), { code });
  };
  class MessagePort {
    #handle;
    constructor(handle) { this.#handle = handle; }
    postMessage(...args) {
      const failure = host.post(this.#handle, args);
      if (failure !== undefined) rethrow(failure);
    }
    start() { host.start(this.#handle); }
    close() { host.close(this.#handle); }
    ref() { host.ref(this.#handle); }
    unref() { host.unref(this.#handle); }
    hasRef() { return host.hasRef(this.#handle); }
  }
  const deliver = (port, type, data, ports) => {
    const listener = port['on' + type];
    if (typeof listener !== 'function') return;
    Reflect.apply(listener, port, [{ type, data, ports: ports === undefined ? [] : [...ports], target: port }]);
  };
  return { make: (handle) => new MessagePort(handle), deliver, global: globalThis };
`;

const realmsBySandbox = new WeakMap();
const realmsByGlobal = new WeakMap();
const handles = new WeakMap(); // moved ports -> their native halves

const host = {
  post(handle, args) {
    try {
      if (args.length === 0) {
        throw Object.assign(new TypeError('Not enough arguments to MessagePort.postMessage'), { code: 'ERR_MISSING_ARGS' });
      }
      require('messaging/message_port').post(handle, ...args);
    } catch ({ name, message, code }) {
      return { name, message, code };
    }
  },
  start: (handle) => handle.start(),
  close: (handle) => handle.close(),
  ref: (handle) => handle.ref(),
  unref: (handle) => handle.unref(),
  hasRef: (handle) => handle.hasRef(),
};

function realmOf(sandbox) {
  let realm = realmsBySandbox.get(sandbox);
  if (realm !== undefined) return realm;
  realm = require('vm').compileFunction(SOURCE, ['host'], { parsingContext: sandbox })(host);
  realmsBySandbox.set(sandbox, realm);
  realmsByGlobal.set(realm.global, realm);
  return realm;
}

/** What native code knows as the owner of a moved port's native half. */
class Owner {
  constructor(realm, port) {
    this.realm = realm;
    this.port = port;
  }

  [kHybridDispatch](data, type) {
    this.realm.deliver(this.port, type, data, this.objects);
  }

  dispatchEvent() {
    this.realm.deliver(this.port, 'close');
  }
}

const steps = {
  kind: 'MessagePort',
  reader: 'messaging/message_port',
  is: (value) => handles.has(value),
  transferable: true,
  transferOnly: true,
  serialize: (port) => handles.get(port),
  checkTransfer: (port) => refuseClosed(handles.get(port)),
};

function place(handle, realm) {
  const port = realm.make(handle);
  setCloneStepsOf(port, steps);
  handles.set(port, handle);
  handle.setOwner(new Owner(realm, port));
  handle.useContextOf(port);
  return port;
}

/**
 * @param {MessagePort} port unusable afterwards
 * @param {object} contextifiedSandbox of vm.createContext()
 * @returns {object} the port, as an object of that context
 */
function moveMessagePortToContext(port, contextifiedSandbox) {
  const fail = (message) => { throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' }); };
  if (!isPort(port)) fail('The "port" argument must be a MessagePort instance');
  if (!handleOf(port).isOpen()) {
    const { ERR_CLOSED_MESSAGE_PORT } = require('errors');
    throw new ERR_CLOSED_MESSAGE_PORT();
  }
  const isObject = typeof contextifiedSandbox === 'object' && contextifiedSandbox !== null;
  if (!isObject || !require('vm').isContext(contextifiedSandbox)) fail('Invalid context argument');
  return place(handleOf(port).move(), realmOf(contextifiedSandbox));
}

/** A port that arrived at a moved one. @param {object} global of the context that it arrived in */
function deserializeIn(handle, global) {
  return place(handle, realmsByGlobal.get(global));
}

require('define').setLength(moveMessagePortToContext, 0);

module.exports = { moveMessagePortToContext, deserializeIn };
