// https.Agent: an http.Agent whose connections also differ by their TLS options.
'use strict';
const { noOptions } = require('define');
const { Agent: HttpAgent } = require('http/agent');
const { kProxyConfig, proxyEnvironment } = require('http/proxy');

const kEmitsKeys = Symbol('kEmitsKeys');

/** `options`: those of http.Agent, of tls.connect(), and maxCachedSessions (100). */
function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  options = { __proto__: null, ...options };
  options.defaultPort ??= 443;
  options.protocol ??= 'https:';
  HttpAgent.call(this, options);
  this.maxCachedSessions = options.maxCachedSessions === undefined ? 100 : options.maxCachedSessions;
  this._sessionCache = { map: {}, list: [] };
  this.on('newListener', onNewListener);
}
Object.setPrototypeOf(Agent.prototype, HttpAgent.prototype);
Object.setPrototypeOf(Agent, HttpAgent);

/**
 * A connection of its own, with the session of an earlier one to the same place.
 * (options, callback), (port, host, options, callback) or (port, options, callback)
 * @returns {tls.TLSSocket|undefined} undefined where it goes through a proxy: callback(error, socket) gets it then
 */
Agent.prototype.createConnection = function createConnection(...args) {
  const [options, callback] = connectionArguments(args);
  const config = this?.[kProxyConfig];
  if (!config || options.socket || options.path || !config.appliesTo(options.host, options.port)) {
    return connect(this, options, callback);
  }
  require('https/tunnel').openTunnel(config, options, (error, socket) => {
    if (error) callback?.(error);
    else callback?.(null, connect(this, { __proto__: null, ...options, socket }));
  });
  return undefined; // it comes to the callback
};

function connect(agent, options, callback) {
  const key = options._agentKey;
  if (key) {
    const session = agent._getSession(key);
    if (session !== undefined) options.session ??= session;
  }
  const socket = require('tls').connect(options, callback);
  if (agent.listenerCount('keylog') > 0) emitKeys(agent, socket);
  if (key) {
    socket.on('session', (session) => { agent._cacheSession(key, session); });
    // A session that led to a failure is not tried again.
    socket.once('close', (hadError) => { if (hadError) agent._evictSession(key); });
  }
  return socket;
}

function connectionArguments(args) {
  const rest = [...args];
  const callback = typeof rest[rest.length - 1] === 'function' ? rest.pop() : undefined;
  const target = { __proto__: null };
  if (typeof rest[0] !== 'object' && rest.length > 0) target.port = rest.shift();
  if (typeof rest[0] === 'string') target.host = rest.shift();
  const options = rest.filter((more) => typeof more === 'object' && more !== null);
  return [Object.assign({ __proto__: null }, ...options, target), callback];
}

// Emits the key material of a connection's handshake as 'keylog' (line, socket).
function emitKeys(agent, socket) {
  if (socket[kEmitsKeys] || typeof socket.on !== 'function') return;
  socket[kEmitsKeys] = true;
  socket.on('keylog', (line) => { agent.emit('keylog', line, socket); });
}

// The first who listens for keys: those of connections that are there already are emitted, too.
function onNewListener(event) {
  if (event !== 'keylog' || this.listenerCount('keylog') > 0) return;
  for (const sockets of [...Object.values(this.sockets), ...Object.values(this.freeSockets)]) {
    for (const socket of sockets) emitKeys(this, socket);
  }
}

// What the name holds, in this order; an option that is not there leaves its place empty.
const plain = (value) => value || '';
const evenFalse = (value) => (value === undefined ? '' : value);
const parts = [
  ['ca', plain],
  ['cert', plain],
  ['clientCertEngine', plain],
  ['ciphers', plain],
  ['key', plain],
  ['pfx', plain],
  ['rejectUnauthorized', evenFalse],
  ['servername', (name, { host }) => (name === host ? '' : plain(name))], // a host's own name adds nothing
  ['minVersion', plain],
  ['maxVersion', plain],
  ['secureProtocol', plain],
  ['crl', plain],
  ['honorCipherOrder', evenFalse],
  ['ecdhCurve', plain],
  ['dhparam', plain],
  ['secureOptions', evenFalse],
  ['sessionIdContext', plain],
  ['sigalgs', (list) => (list ? JSON.stringify(list) : '')],
  ['privateKeyIdentifier', plain],
  ['privateKeyEngine', plain],
];

/** @returns {string} the name http.Agent gives, and the TLS options, separated by colons */
Agent.prototype.getName = function getName(options = noOptions) {
  let name = HttpAgent.prototype.getName.call(this, options);
  for (let i = 0; i < parts.length; i++) {
    const [option, text] = parts[i];
    name += `:${text(options[option], options)}`;
  }
  return name;
};

// Sessions -----------------------------------------------------------------------------------------------------------

/** @returns {Buffer|undefined} the TLS session that connections of the name `key` go on with */
Agent.prototype._getSession = function _getSession(key) {
  return this._sessionCache.map[key];
};

/** Keeps a session for connections of the name `key`. Of more than maxCachedSessions names the oldest are forgotten. */
Agent.prototype._cacheSession = function _cacheSession(key, session) {
  const { map, list } = this._sessionCache;
  const isKnown = list.includes(key);
  if (!isKnown && this.maxCachedSessions === 0) return;
  if (!isKnown && list.push(key) > this.maxCachedSessions) this._evictSession(list[0]);
  map[key] = session;
};

/** Forgets the session of the name `key`. */
Agent.prototype._evictSession = function _evictSession(key) {
  const { map, list } = this._sessionCache;
  if (!list.includes(key)) return;
  list.splice(list.indexOf(key), 1);
  delete map[key];
};

const globalAgent =
  new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000, proxyEnv: proxyEnvironment() });

module.exports = { Agent, globalAgent };
