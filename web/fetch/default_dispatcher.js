'use strict';
// The dispatcher that is in place until a program sets another one, and whether fetch() may pass it by.
const { channel } = require('diagnostics_channel');
const { tracking } = require('async_ids');
const undici = require('undici');

const Agent = undici.part('undici/lib/dispatcher/agent.js');

/** undici's Agent, which also closes the connections of fetch()'s short way. */
class DefaultAgent extends Agent {
  close() {
    require('fetch/connections').closeAll();
    return super.close(...arguments);
  }

  destroy(error) {
    require('fetch/connections').closeAll(error ?? new (undici.part('undici/lib/core/errors.js').ClientDestroyedError)());
    return super.destroy(...arguments);
  }
}
Object.defineProperty(DefaultAgent, 'name', { __proto__: null, value: 'Agent' });

// Where a program's own undici was loaded first, its dispatcher is in place.
if (undici.getGlobalDispatcher().constructor === Agent) undici.setGlobalDispatcher(new DefaultAgent());
const standard = undici.getGlobalDispatcher();
const { dispatch } = standard;

const channels = [
  'client:beforeConnect', 'client:connected', 'client:connectError', 'client:sendHeaders', 'request:create', 'request:bodySent',
  'request:bodyChunkSent', 'request:bodyChunkReceived', 'request:headers', 'request:trailers', 'request:error',
].map((name) => channel(`undici:${name}`));

/** Whether nobody has put anything between fetch() and the network, or listens there. */
function isShort() {
  if (undici.getGlobalDispatcher() !== standard || standard.constructor !== DefaultAgent) return false;
  if (standard.dispatch !== dispatch || standard.closed || standard.destroyed || tracking.on) return false;
  if (standard._eventsCount !== 0) return false; // 'connect' and its like
  for (let i = 0; i < channels.length; i++) {
    if (channels[i].hasSubscribers) return false;
  }
  return true;
}

module.exports = { isShort };
