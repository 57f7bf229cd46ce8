'use strict';
// The dispatcher that is in place until a program sets another one, and whether fetch() may pass it by. It is a property of the
// global object, by the name that all copies of undici know. Ours is made when somebody looks: the short way does without it.
const { channel } = require('diagnostics_channel');
const { tracking } = require('async_ids');
const process = require('process_object');
const native = binding('fetch');

const kGlobalDispatcher = Symbol.for('undici.globalDispatcher.1');
const isOurs = globalThis[kGlobalDispatcher] === undefined; // else a program's own undici was loaded first

// --- The property. ---

let isSet = !isOurs; // looked at, or assigned
let value;
let standard = null; // our dispatcher, once it is made
let dispatch;

function look() {
  if (isSet) return value;
  isSet = true;
  value = standard = new (defaultAgentClass())();
  ({ dispatch } = standard);
  return value;
}

function assign(dispatcher) {
  isSet = true;
  value = dispatcher;
}

function defaultAgentClass() {
  const { ClientDestroyedError } = require('undici/lib/core/errors');
  const Agent = require('undici/lib/dispatcher/agent');
  Object.assign(require('undici/lib/dispatcher/dispatcher').prototype, require('undici/lib/api/index'));

  /** undici's Agent, which also closes the connections of fetch()'s short way. */
  class DefaultAgent extends Agent {
    close() {
      require('fetch/connections').closeAll();
      return super.close(...arguments);
    }

    destroy(error) {
      require('fetch/connections').closeAll(error ?? new ClientDestroyedError());
      return super.destroy(...arguments);
    }
  }
  Object.defineProperty(DefaultAgent, 'name', { __proto__: null, value: 'Agent' });
  return DefaultAgent;
}

if (isOurs) native.defineDispatcher(globalThis, kGlobalDispatcher, look, assign);

// --- Who watches. ---

const channels = [
  'client:beforeConnect', 'client:connected', 'client:connectError', 'client:sendHeaders', 'request:create', 'request:bodySent',
  'request:bodyChunkSent', 'request:bodyChunkReceived', 'request:headers', 'request:trailers', 'request:error',
].map((name) => channel(`undici:${name}`));
if (process.env.NODE_DEBUG !== undefined) require('undici/lib/core/diagnostics'); // it may subscribe

/** Whether nobody has put anything between fetch() and the network, or listens there. */
function isShort() {
  if (isSet && !isAsMade()) return false;
  if (tracking.on) return false;
  for (let i = 0; i < channels.length; i++) {
    if (channels[i].hasSubscribers) return false;
  }
  return true;
}

/** Whether the dispatcher is ours, and as it was. */
function isAsMade() {
  if (standard === null || globalThis[kGlobalDispatcher] !== standard) return false;
  if (standard.dispatch !== dispatch || standard.closed || standard.destroyed) return false;
  return standard._eventsCount === 0; // 'connect' and its like
}

module.exports = { isShort };
