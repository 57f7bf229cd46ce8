// net.BlockList: rules about IP addresses, and whether an address falls under one. IPv4 addresses and those mapped into
// IPv6 (::ffff:1.2.3.4) are the same.
'use strict';
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require('errors');
const { validateInt32, validateString } = require('validators');
const { groupsOf } = require('ip');
const { SocketAddress, groupsOfSocketAddress } = require('net/socket_address');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const FAMILY_NAMES = { __proto__: null, ipv4: 'IPv4', ipv6: 'IPv6' };
const BITS = { __proto__: null, ipv4: 32, ipv6: 128 };
const MAPPED_BITS = 96; // before the IPv4 address in one mapped into IPv6

/** Negative, 0 or positive, as `a` comes before, is, or comes after `b`. */
function compare(a, b) {
  for (let i = 0; i < 8; i++) {
    if (a[i] !== b[i]) return a[i] - b[i];
  }
  return 0;
}

function isMapped(groups) {
  return groups[5] === 0xffff && groups[0] === 0 && groups[1] === 0 && groups[2] === 0 && groups[3] === 0 && groups[4] === 0;
}

class AddressRule {
  constructor(address) {
    this.address = address;
    this.groups = groupsOfSocketAddress(address);
  }

  matches(groups) {
    return compare(groups, this.groups) === 0;
  }

  toString() {
    return `Address: ${FAMILY_NAMES[this.address.family]} ${this.address.address}`;
  }
}

class RangeRule {
  constructor(start, end) {
    this.start = start;
    this.end = end;
    this.first = groupsOfSocketAddress(start);
    this.last = groupsOfSocketAddress(end);
    this.holdsV4 = isMapped(this.first) && isMapped(this.last);
  }

  matches(groups, family) {
    if (family === 'ipv4' && !this.holdsV4) return false;
    return compare(groups, this.first) >= 0 && compare(groups, this.last) <= 0;
  }

  toString() {
    return `Range: ${FAMILY_NAMES[this.start.family]} ${this.start.address}-${this.end.address}`;
  }
}

class SubnetRule {
  constructor(network, prefix) {
    this.network = network;
    this.prefix = prefix;
    this.groups = groupsOfSocketAddress(network);
    this.bits = network.family === 'ipv4' ? prefix + MAPPED_BITS : prefix;
  }

  matches(groups) {
    const whole = this.bits >> 4;
    for (let i = 0; i < whole; i++) {
      if (groups[i] !== this.groups[i]) return false;
    }
    const rest = 16 - (this.bits & 15);
    return rest === 16 || groups[whole] >> rest === this.groups[whole] >> rest;
  }

  toString() {
    return `Subnet: ${FAMILY_NAMES[this.network.family]} ${this.network.address}/${this.prefix}`;
  }
}

function socketAddress(address, family, name) {
  if (SocketAddress.isSocketAddress(address)) return address;
  validateString(address, name);
  validateString(family, 'family');
  return new SocketAddress({ address, family });
}

function addressRule(address, family) {
  return new AddressRule(socketAddress(address, family, 'address'));
}

function rangeRule(start, end, family) {
  start = socketAddress(start, family, 'start');
  end = socketAddress(end, family, 'end');
  const comparable = start.family === end.family;
  if (comparable && compare(groupsOfSocketAddress(start), groupsOfSocketAddress(end)) > 0) {
    throw new ERR_INVALID_ARG_VALUE('start', start, 'must come before end');
  }
  return new RangeRule(start, end);
}

function subnetRule(network, prefix, family) {
  network = socketAddress(network, family, 'network');
  validateInt32(prefix, 'prefix', 0, BITS[network.family]);
  return new SubnetRule(network, prefix);
}

/** The rule whose toString() gave `text`, or undefined. */
function ruleOf(text) {
  const [, kind, familyName, rest] = /^(Address|Range|Subnet): (IPv4|IPv6) (\S+)$/.exec(text) ?? [];
  if (kind === undefined) return undefined;
  const family = familyName.toLowerCase();
  const [first, second] = kind === 'Range' ? rest.split('-') : kind === 'Subnet' ? rest.split('/') : [rest];
  if (groupsOf(first, family) === undefined) return undefined;
  if (kind === 'Address') return addressRule(first, family);
  if (kind === 'Subnet') return /^\d+$/.test(second) ? subnetRule(first, Number(second), family) : undefined;
  return second !== undefined && groupsOf(second, family) !== undefined ? rangeRule(first, second, family) : undefined;
}

class BlockList {
  #rules = []; // newest first
  // Once the list was cloned or sent: the rules as text, oldest first, which all its copies in all threads share; and how
  // many of them are in #rules.
  #shared = null;
  #known = 0;

  static serialize(list) {
    if (list.#shared === null) {
      const { RuleTexts } = binding('rule_texts');
      list.#shared = new RuleTexts();
      list.#known = list.#rules.length;
      for (let i = list.#known - 1; i >= 0; i--) list.#shared.add(`${list.#rules[i]}`);
    }
    return list.#shared;
  }

  static deserialize(shared) {
    const copy = new BlockList();
    copy.#shared = shared;
    return copy;
  }

  #add(rule) {
    if (this.#shared === null) this.#rules.unshift(rule);
    else this.#shared.add(`${rule}`);
  }

  /** The rules, with what was added to copies. */
  #current() {
    if (this.#shared !== null && this.#shared.count() > this.#known) {
      const texts = this.#shared.from(this.#known);
      this.#known += texts.length;
      for (const text of texts) this.#rules.unshift(ruleOf(text));
    }
    return this.#rules;
  }

  /** @returns {boolean} */
  static isBlockList(value) {
    return typeof value === 'object' && value !== null && #rules in value;
  }

  /** @param {string|SocketAddress} address @param {'ipv4'|'ipv6'} [family] */
  addAddress(address, family = 'ipv4') {
    this.#add(addressRule(address, family));
  }

  /** Both ends included. @throws ERR_INVALID_ARG_VALUE when `start` comes after `end` */
  addRange(start, end, family = 'ipv4') {
    this.#add(rangeRule(start, end, family));
  }

  /** @param {number} prefix bits that count */
  addSubnet(network, prefix, family = 'ipv4') {
    this.#add(subnetRule(network, prefix, family));
  }

  /** @returns {boolean} whether a rule holds for the address; false also for what is no address */
  check(address, family = 'ipv4') {
    const rules = this.#current();
    let groups;
    if (SocketAddress.isSocketAddress(address)) {
      groups = groupsOfSocketAddress(address);
      family = address.family;
    } else {
      validateString(address, 'address');
      validateString(family, 'family');
      family = family.toLowerCase();
      groups = BITS[family] === undefined ? undefined : groupsOf(address, family);
      if (groups === undefined) return false;
    }
    for (let i = 0; i < rules.length; i++) {
      if (rules[i].matches(groups, family)) return true;
    }
    return false;
  }

  /** @returns {string[]} the rules as text, newest first */
  get rules() {
    return this.#current().map(String);
  }

  toJSON() {
    return this.rules;
  }

  /** Adds the rules that toJSON() gave: a list, or its JSON. What is no rule is left out. */
  fromJSON(data) {
    if (typeof data === 'string') data = JSON.parse(data);
    if (!Array.isArray(data) || data.some((item) => typeof item !== 'string')) {
      throw new ERR_INVALID_ARG_TYPE('data', ['string', 'string[]'], data);
    }
    for (const item of data) {
      const rule = ruleOf(item);
      if (rule !== undefined) this.#add(rule);
    }
  }

  [kInspect](depth, options) {
    if (depth < 0) return `[${this.constructor.name}]`;
    const { inspect } = require('inspect');
    const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    return `BlockList ${inspect({ rules: this.rules }, inner)}`;
  }
}

// A clone has the same rules from now on, in other threads, too.
const { serialize, deserialize } = BlockList;
delete BlockList.serialize;
delete BlockList.deserialize;

require('cloneable').setCloneSteps(BlockList, {
  kind: 'BlockList',
  reader: 'net/block_list',
  is: BlockList.isBlockList,
  serialize,
});

module.exports = { BlockList, deserialize };
