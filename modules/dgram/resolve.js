// From the host that a user names to an address, by the socket's lookup function.
'use strict';
const { nextTick } = require('ticks');
const { isIPv4, isIPv6, kKnowsAddresses } = require('ip');
const { kState } = require('udp_handles');

const LOOPBACK = { udp4: '127.0.0.1', udp6: '::1' };

/**
 * On a later tick or turn: callback(error, ip, a, b, c). Those three are what the caller needs then: without a closure
 * in the usual case, that `host` is an address and the look-up dns.lookup.
 */
function resolve(socket, host, callback, a, b, c) {
  const isV6 = socket.type === 'udp6';
  const { lookup } = socket[kState];
  if (lookup[kKnowsAddresses] === true && (isV6 ? isIPv6(host) : isIPv4(host))) {
    nextTick(callback, socket, null, host, a, b, c);
  } else {
    lookup(host, isV6 ? 6 : 4, (error, ip) => { callback(socket, error, ip, a, b, c); });
  }
}

/** The same; without a host, of this machine. */
function resolvePeer(socket, host, callback, a, b, c) {
  resolve(socket, host || LOOPBACK[socket.type], callback, a, b, c);
}

module.exports = { resolve, resolvePeer };
