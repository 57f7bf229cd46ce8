// node:dns: look-ups by the system's resolver, and questions to name servers. With callbacks; promises.js has the others.
// Also shown: lookup, resolver.
'use strict';
const native = binding('dns');
const { nextTick } = require('ticks');
const { ERR_MISSING_ARGS, dnsException } = require('errors');
const { kKnowsAddresses } = require('ip');
const { named } = require('observing');
const { validateFunction, validateString } = require('validators');
const { valueNames } = require('promisify');
const codes = require('dns/codes');
const system = require('dns/lookup');
const { ResolverBase, ask, defaults, questionFor, declareQuestions, declareDefaults } = require('dns/resolver');

/**
 * The first address of `hostname`: callback(error, address, family); with options.all, all of them:
 * callback(error, [{address, family}]). `options`: the family 0, 4 or 6, or {family, hints, all, order, verbatim}.
 */
function lookup(hostname, options, callback) {
  system.validateHostname(hostname);
  if (callback === undefined && typeof options !== 'object' && typeof options !== 'number') {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, 'callback');
  const checked = system.lookupOptions(options);
  const known = system.knownAnswer(hostname, checked);
  if (known !== undefined) {
    if (known.length === 0) system.warnEmptyHostname(hostname);
    if (checked.all) nextTick(callback, null, known);
    else if (known.length === 0) nextTick(callback, null, null, checked.family === 6 ? 6 : 4);
    else nextTick(callback, null, known[0].address, known[0].family);
    return {};
  }
  const request = new system.GetAddrInfoReqWrap(hostname, checked, named(callback), checked.all ? onlookupall : onlookup);
  const error = request.start(checked);
  if (error === 0) return request;
  nextTick(callback, dnsException(error, 'getaddrinfo', hostname));
  return {};
}

function onlookup(status, addresses) {
  if (status !== 0) this.callback(dnsException(status, 'getaddrinfo', this.hostname));
  else this.callback(null, addresses[0].address, this.family || addresses[0].family);
}

function onlookupall(status, addresses) {
  if (status !== 0) this.callback(dnsException(status, 'getaddrinfo', this.hostname));
  else this.callback(null, addresses);
}

/** The names of an address and a port: callback(error, hostname, service). */
function lookupService(address, port, callback) {
  if (arguments.length !== 3) throw new ERR_MISSING_ARGS('address', 'port', 'callback');
  port = system.checkService(address, port);
  validateFunction(callback, 'callback');
  const request = new system.GetNameInfoReqWrap(address, port, callback, onlookupservice);
  const error = request.start();
  if (error !== 0) throw dnsException(error, 'getnameinfo', address);
  return request;
}

function onlookupservice(status, hostname, service) {
  if (status !== 0) this.callback(dnsException(status, 'getnameinfo', this.hostname));
  else this.callback(null, hostname, service);
}

Object.defineProperty(lookup, kKnowsAddresses, { __proto__: null, value: true });
Object.defineProperty(lookup, valueNames, { __proto__: null, value: ['address', 'family'] });
Object.defineProperty(lookupService, valueNames, { __proto__: null, value: ['hostname', 'service'] });

// --- Questions to name servers. ---

/** Asks name servers of its own. */
class Resolver extends ResolverBase {}

/** By a type of records: resolve(name, rrtype = 'A', callback). */
Resolver.prototype.resolve = function resolve(name, rrtype, callback) {
  if (typeof rrtype === 'function') {
    callback = rrtype;
    rrtype = 'A';
  }
  return Reflect.apply(Resolver.prototype[questionFor(rrtype).method], this, [name, callback]);
};

/** (name, callback) or (name, options, callback); options.ttl: addresses come as {address, ttl}. */
function methodFor(question) {
  const { bindingName } = question;
  const method = {
    [bindingName](name, options, callback) {
      if (arguments.length <= 2) {
        callback = options;
        options = undefined;
      }
      validateString(name, 'name');
      validateFunction(callback, 'callback');
      return ask(this, question, name, options, callback, onAnswered);
    },
  }[bindingName];
  Object.defineProperty(method, 'length', { __proto__: null, value: 2 });
  return method;
}

function onAnswered(error, records) {
  if (error !== null) this.callback(error);
  else this.callback(null, records);
}

declareQuestions(Resolver.prototype, methodFor);

module.exports = {
  lookup,
  lookupService,
  Resolver,
  ...defaults,
  ADDRCONFIG: native.AI_ADDRCONFIG,
  ALL: native.AI_ALL,
  V4MAPPED: native.AI_V4MAPPED,
  ...codes,
};
declareDefaults(module.exports, Resolver);
Object.defineProperty(module.exports, 'promises', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get: () => require('dns/promises'),
});
