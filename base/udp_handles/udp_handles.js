// The native handles below dgram's sockets, made ready; for dgram, for cluster, which shares them among processes, and
// for child_process, which passes them on.
'use strict';
const { UDP, UV_UDP_IPV6ONLY, UV_UDP_REUSEADDR } = binding('udp');
const { UV_EINVAL } = binding('uv');
const { errnoException } = require('errors');
const asyncIds = require('async_ids');
const { tracking } = asyncIds;
const { kOwner, declareOwner, setPendingHandle } = require('stream_handles');

/** socket[kState]: what a dgram.Socket is at; its field `handle` is its UDP, or null once it is closed. */
const kState = Symbol('state symbol');

const ANY = { udp4: '0.0.0.0', udp6: '::' };

declareOwner(UDP.prototype, 'UDPWRAP');
setPendingHandle('UDP', () => newUdp('udp4', true));

/** @param {'udp4'|'udp6'} type @param {boolean} [shared] with other processes @returns {UDP} open, not yet bound */
function newUdp(type, shared = false) {
  const handle = new UDP(type === 'udp6');
  const error = handle.init(shared);
  if (error !== 0) throw errnoException(error, 'open');
  handle[kOwner] = null;
  if (tracking.on) asyncIds.startResource(handle, 'UDPWRAP');
  return handle;
}

// --- What programs call themselves. ---

/** What send() is given: `oncomplete(error, size)` is called once the message is sent. */
class SendWrap {}

const { prototype } = UDP;

function define(name, value) {
  Object.defineProperty(prototype, name, { __proto__: null, configurable: true, enumerable: true, writable: true, value });
}

/** Sends `list`'s bytes; without a port and an address to whom the socket is connected. @returns {number} 0 or an errno */
define('send', function send(request, list, count, port, address) {
  const size = list.reduce((bytes, chunk) => bytes + chunk.byteLength, 0);
  const isConnected = typeof address !== 'string';
  return this.queueSend(list, isConnected ? undefined : address, isConnected ? 0 : port, (status) => {
    request.oncomplete?.(status, size);
  });
});
define('send6', prototype.send);
define('bind6', function bind6(address, port, flags) { return this.bind(address, port, flags >>> 0, false); });
define('connect6', function connect6(address, port) { return this.connect(address, port); });
for (const [name, join] of [['addMembership', true], ['dropMembership', false]]) {
  define(name, function(group, multicastInterface) { return this.setMembership(join, group, multicastInterface); });
}
for (const [name, join] of [['addSourceSpecificMembership', true], ['dropSourceSpecificMembership', false]]) {
  define(name, function(source, group, multicastInterface) {
    return this.setMembership(join, group, multicastInterface, source);
  });
}

// --- Making them. ---

/** What a descriptor is, when no UDP socket; undefined when it is one. */
function otherType(fd) {
  const type = binding('stdio').typeOf(fd);
  return type === 'UDP' ? undefined : type;
}

/** A handle bound to an address and port, or one of a descriptor. @returns {UDP|number} a negative errno on failure */
function createUdpHandle(address, port, type, fd, flags) {
  const handle = newUdp(type);
  let error = 0;
  if (typeof fd === 'number' && fd > 0) error = otherType(fd) === undefined ? handle.open(fd) : UV_EINVAL;
  else if (port || address) error = handle.bind(address || ANY[type], port || 0, flags >>> 0, false);
  if (error === 0) return handle;
  handle.close();
  return error;
}

module.exports = { UDP, SendWrap, UV_UDP_IPV6ONLY, UV_UDP_REUSEADDR, ANY, kState, newUdp, otherType, createUdpHandle };
