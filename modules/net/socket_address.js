// net.SocketAddress: an IP address with port and flow label, immutable.
'use strict';
const { ERR_INVALID_ADDRESS, ERR_INVALID_ARG_VALUE } = require('errors');
const { validateObject, validatePort, validateString, validateUint32 } = require('validators');
const { formatV6, groupsOf } = require('ip');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

/** 'ipv4' or 'ipv6' of `family` in any case of letters. @throws ERR_INVALID_ARG_VALUE */
function checkedFamily(family, name) {
  const lower = typeof family?.toLowerCase === 'function' ? family.toLowerCase() : family;
  if (lower !== 'ipv4' && lower !== 'ipv6') throw new ERR_INVALID_ARG_VALUE(name, family);
  return lower;
}

class SocketAddress {
  #address;
  #port;
  #family;
  #flowlabel;
  #groups;

  /** @param {{address?: string, family?: 'ipv4'|'ipv6', port?: number, flowlabel?: number}} [options] */
  constructor(options = { __proto__: null }) {
    validateObject(options, 'options');
    const family = checkedFamily(options.family === undefined ? 'ipv4' : options.family, 'options.family');
    const { address = family === 'ipv4' ? '127.0.0.1' : '::', port = 0, flowlabel = 0 } = options;
    validateString(address, 'options.address');
    validatePort(port, 'options.port');
    validateUint32(flowlabel, 'options.flowlabel', false);
    const groups = groupsOf(address, family);
    if (groups === undefined) throw new ERR_INVALID_ADDRESS();
    this.#groups = groups;
    this.#address = family === 'ipv4' ? address : formatV6(groups);
    this.#port = port | 0;
    this.#family = family;
    this.#flowlabel = family === 'ipv6' ? flowlabel : 0;
  }

  /** The groups of `value` when it is a SocketAddress: what BlockList compares. @returns {number[]} */
  static groups(value) {
    return value.#groups;
  }

  /** @returns {boolean} */
  static isSocketAddress(value) {
    return typeof value === 'object' && value !== null && #address in value;
  }

  /** The address in `input`, such as '123.1.2.3:1234' or '[1::1]:1234'; undefined when there is none. */
  static parse(input) {
    validateString(input, 'input');
    const { URL } = require('url');
    const url = URL.parse(`http://${input}`);
    if (url === null) return undefined;
    try {
      const { hostname } = url;
      const isV6 = hostname.startsWith('[');
      return new SocketAddress({
        address: isV6 ? hostname.slice(1, -1) : hostname,
        port: url.port | 0,
        family: isV6 ? 'ipv6' : 'ipv4',
      });
    } catch {
      return undefined;
    }
  }

  get address() {
    return this.#address;
  }

  get port() {
    return this.#port;
  }

  get family() {
    return this.#family;
  }

  get flowlabel() {
    return this.#flowlabel;
  }

  toJSON() {
    return { address: this.address, port: this.port, family: this.family, flowlabel: this.flowlabel };
  }

  [kInspect](depth, options) {
    if (depth < 0) return `[${this.constructor.name}]`;
    const { inspect } = require('inspect');
    return `SocketAddress ${inspect(this.toJSON(), { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
}

const groupsOfSocketAddress = SocketAddress.groups;
delete SocketAddress.groups;

require('cloneable').setCloneSteps(SocketAddress, {
  kind: 'SocketAddress',
  reader: 'net/socket_address',
  is: SocketAddress.isSocketAddress,
  serialize: ({ address, family, port, flowlabel }) => ({ address, family, port, flowlabel }),
});

/** The address that was serialized, in another thread. */
function deserialize(data) {
  return new SocketAddress(data);
}

module.exports = { SocketAddress, deserialize, checkedFamily, groupsOfSocketAddress };
