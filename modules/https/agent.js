// https.Agent: an http.Agent whose connections also differ by what TLS was told.
'use strict';
const { ERR_METHOD_NOT_IMPLEMENTED } = require('errors');
const { Agent: HttpAgent } = require('http/agent');
const { proxyEnvironment } = require('http/proxy');

/** `options`: those of http.Agent, of tls.connect(), and maxCachedSessions (100). */
function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  options = { __proto__: null, ...options };
  options.defaultPort ??= 443;
  options.protocol ??= 'https:';
  HttpAgent.call(this, options);
  this.maxCachedSessions = options.maxCachedSessions ?? 100;
  this._sessionCache = { map: {}, list: [] };
}
Object.setPrototypeOf(Agent.prototype, HttpAgent.prototype);
Object.setPrototypeOf(Agent, HttpAgent);

/** @throws ERR_METHOD_NOT_IMPLEMENTED */
Agent.prototype.createConnection = function createConnection() {
  throw new ERR_METHOD_NOT_IMPLEMENTED('https.Agent.createConnection() (TLS)');
};

// What the name tells of, in this order; an option that is not there leaves its place empty.
const namedOptions = [
  'ca', 'cert', 'clientCertEngine', 'ciphers', 'key', 'pfx', 'rejectUnauthorized', 'servername', 'minVersion',
  'maxVersion', 'secureProtocol', 'crl', 'honorCipherOrder', 'ecdhCurve', 'dhparam', 'secureOptions',
  'sessionIdContext', 'sigalgs', 'privateKeyIdentifier', 'privateKeyEngine',
];

/** @returns {string} the name http.Agent gives, and what TLS was told, apart by colons */
Agent.prototype.getName = function getName(options = { __proto__: null }) {
  let name = HttpAgent.prototype.getName.call(this, options);
  for (const option of namedOptions) name += `:${partOf(option, options)}`;
  return name;
};

function partOf(option, options) {
  const value = options[option];
  switch (option) {
    case 'servername':
      return value && value !== options.host ? value : '';
    case 'rejectUnauthorized':
    case 'honorCipherOrder':
    case 'secureOptions':
      return value === undefined ? '' : value;
    case 'sigalgs':
      return value ? JSON.stringify(value) : '';
    default:
      return value || '';
  }
}

/** @returns {Buffer|undefined} the TLS session kept for a name */
Agent.prototype._getSession = function _getSession(key) {
  return this._sessionCache.map[key];
};

/** Keeps a session; the oldest gives way. */
Agent.prototype._cacheSession = function _cacheSession(key, session) {
  if (this.maxCachedSessions === 0) return;
  const { map, list } = this._sessionCache;
  if (map[key] === undefined) {
    if (list.length >= this.maxCachedSessions) delete map[list.shift()];
    list.push(key);
  }
  map[key] = session;
};

Agent.prototype._evictSession = function _evictSession(key) {
  const { map, list } = this._sessionCache;
  const index = list.indexOf(key);
  if (index < 0) return;
  list.splice(index, 1);
  delete map[key];
};

const globalAgent =
  new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000, proxyEnv: proxyEnvironment() });

module.exports = { Agent, globalAgent };
