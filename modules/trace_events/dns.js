'use strict';
// node.dns.native: look-ups by the system and questions to servers.
const { add, newId } = require('trace_events/event');

const GROUP = 'node,node.dns,node.dns.native';
const families = new Map([[4, 'ipv4'], [6, 'ipv6']]);
const orders = { __proto__: null, verbatim: 0, ipv4first: 1, ipv6first: 2 };

let isOn = false;
let isWrapped = false;

/** Calls begin(...args, callback) with a callback that ends what `name` and `data` begin. */
function traced(name, data, callback, describe, begin) {
  const id = newId();
  add('b', GROUP, name, id, data);
  return begin((...results) => {
    if (isOn) add('e', GROUP, name, id, describe(...results));
    return callback(...results);
  });
}

function describeAnswer(status) {
  return status === 0 ? {} : { error: status };
}

function wrapSystem() {
  const native = binding('dns');
  const { getaddrinfo, getnameinfo } = native;
  native.getaddrinfo = (hostname, family, hints, callback) => {
    if (!isOn) return getaddrinfo(hostname, family, hints, callback);
    const describe = (status, texts) => ({ count: status === 0 ? texts.length : 0, order: orders.verbatim });
    return traced('lookup', { hostname, family: families.get(family) ?? 'unspec' }, callback, describe,
                  (done) => getaddrinfo(hostname, family, hints, done));
  };
  native.getnameinfo = (ip, port, callback) => {
    if (!isOn) return getnameinfo(ip, port, callback);
    return traced('lookupService', { ip, port }, callback, (status, hostname, service) => ({ hostname, service }),
                  (done) => getnameinfo(ip, port, done));
  };
}

function wrapServers() {
  const { prototype } = binding('dns_channel').ChannelWrap;
  const { ask, askForNames } = prototype;
  const methods = new Map(require('dns/resolver').questions.map(({ number, method }) => [number, method]));
  prototype.ask = function(number, ttl, name, callback) {
    if (!isOn) return Reflect.apply(ask, this, [number, ttl, name, callback]);
    return traced(methods.get(number), { name }, callback, describeAnswer,
                  (done) => Reflect.apply(ask, this, [number, ttl, name, done]));
  };
  prototype.askForNames = function(name, callback) {
    if (!isOn) return Reflect.apply(askForNames, this, [name, callback]);
    return traced('reverse', { name }, callback, describeAnswer, (done) => Reflect.apply(askForNames, this, [name, done]));
  };
}

function start() {
  isOn = true;
  if (isWrapped) return;
  isWrapped = true;
  wrapSystem();
  wrapServers();
}

function stop() {
  isOn = false;
}

module.exports = { start, stop };
