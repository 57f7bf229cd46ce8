// node:dns/promises.
'use strict';
const { ERR_MISSING_ARGS, dnsException } = require('errors');
const { validateString } = require('validators');
const codes = require('dns/codes');
const system = require('dns/lookup');
const { ResolverBase, ask, defaults, questionFor, declareQuestions, declareDefaults } = require('dns/resolver');

/** Settles with {address, family}, with options.all with a list of them. Options as dns.lookup's. */
function lookup(hostname, options) {
  system.validateHostname(hostname);
  const checked = system.lookupOptions(options);
  const known = system.knownAnswer(hostname, checked);
  if (known !== undefined) {
    if (known.length === 0) system.warnEmptyHostname(hostname);
    if (checked.all) return Promise.resolve(known);
    return Promise.resolve(known[0] ?? { address: null, family: checked.family === 6 ? 6 : 4 });
  }
  return new Promise((resolve, reject) => {
    const request = new system.GetAddrInfoReqWrap(hostname, checked, undefined, (status, addresses) => {
      if (status !== 0) reject(dnsException(status, 'getaddrinfo', hostname));
      else resolve(checked.all ? addresses : { address: addresses[0].address, family: addresses[0].family });
    });
    const error = request.start(checked);
    if (error !== 0) reject(dnsException(error, 'getaddrinfo', hostname));
  });
}

/** Settles with {hostname, service}. */
function lookupService(address, port) {
  if (arguments.length !== 2) throw new ERR_MISSING_ARGS('address', 'port');
  port = system.checkService(address, port);
  return new Promise((resolve, reject) => {
    const request = new system.GetNameInfoReqWrap(address, port, undefined, (status, hostname, service) => {
      if (status !== 0) reject(dnsException(status, 'getnameinfo')); // without the address, as Node's
      else resolve({ hostname, service });
    });
    const error = request.start();
    if (error !== 0) reject(dnsException(error, 'getnameinfo', address));
  });
}

// --- Questions to name servers. ---

/** Asks name servers of its own. */
class Resolver extends ResolverBase {}

/** By a type of records. */
Resolver.prototype.resolve = function resolve(name, rrtype) {
  const { method } = rrtype === undefined ? questionFor('A') : questionFor(rrtype);
  return Reflect.apply(Resolver.prototype[method], this, [name]);
};

/** options.ttl: addresses come as {address, ttl}. */
function methodFor(question) {
  const { bindingName } = question;
  return {
    [bindingName](name, options) {
      validateString(name, 'name');
      return new Promise((resolve, reject) => {
        ask(this, question, name, options, undefined, (error, records) => {
          if (error !== null) reject(error);
          else resolve(records);
        });
      });
    },
  }[bindingName];
}

declareQuestions(Resolver.prototype, methodFor);

module.exports = {
  lookup,
  lookupService,
  Resolver,
  ...defaults,
  ...codes,
};
declareDefaults(module.exports, Resolver);
