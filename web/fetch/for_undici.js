'use strict';
// Node's modules as undici gets them (cmake/npm_files.py). Its files require them at the top, though most programs use little of
// them: what is named here is loaded when it is used.
const { setUncloneable } = require('cloneable');
const inspecting = require('inspect');
const types = require('types');

/** The module `id`, loaded by the first look at a member of it that `members` does not have. */
function lazily(id, members) {
  return new Proxy(members, { __proto__: null, get: (_, name) => (name in members ? members[name] : require(id)[name]) });
}

class Returned {
  constructor(object) { return object; }
}

/** Marks objects by a field that nobody sees, at no cost to speak of: each Headers, Request and Response is marked. */
class Uncloneable extends Returned {
  #mark;

  static has(object) { return #mark in object; }
}
setUncloneable(Uncloneable.has);

const modules = {
  __proto__: null,
  crypto: lazily('crypto', { __proto__: null }),
  http: lazily('http', { __proto__: null, get IncomingMessage() { return require('http/incoming').IncomingMessage; } }),
  net: lazily('net', { __proto__: null }),
  perf_hooks: { performance: { now: () => require('perf_hooks').performance.now() } },
  querystring: { stringify: (query) => require('querystring').stringify(query) },
  util: { ...inspecting, types, debuglog: (set) => require('util/debuglog').debuglog(set) },
  worker_threads: { markAsUncloneable: (object) => { new Uncloneable(object); } },
  zlib: lazily('zlib', { __proto__: null }),
};

module.exports = (id) => modules[id] ?? require(id);
