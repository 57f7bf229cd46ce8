// What the Resolvers of dns and of dns.promises have in common: their servers, and questions to them.
'use strict';
const { setImmediate } = require('timers');
const {
  ERR_DNS_SET_SERVERS_FAILED, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_IP_ADDRESS, dnsException,
} = require('errors');
const { validateArray, validateInt32, validateString, validateUint32 } = require('validators');
const { isIP } = require('ip');
const codes = require('dns/codes');
const { order } = require('dns/lookup');
const { asciiName, isOnion } = require('dns/names');
const asyncIds = require('async_ids');
const { tracking } = asyncIds;
const perf = require('perf_observe');

const DEFAULT_PORT = 53;
const LAST_PORT = 65535;
const DEFAULT_TRIES = 4;

// --- Questions. ---

/** Each question: its method, its name in errors, the name and number of its type of records. */
const questions = [
  ['resolveAny', 'queryAny', 'ANY', 255],
  ['resolve4', 'queryA', 'A', 1],
  ['resolve6', 'queryAaaa', 'AAAA', 28],
  ['resolveCaa', 'queryCaa', 'CAA', 257],
  ['resolveCname', 'queryCname', 'CNAME', 5],
  ['resolveMx', 'queryMx', 'MX', 15],
  ['resolveNs', 'queryNs', 'NS', 2],
  ['resolveTlsa', 'queryTlsa', 'TLSA', 52],
  ['resolveTxt', 'queryTxt', 'TXT', 16],
  ['resolveSrv', 'querySrv', 'SRV', 33],
  ['resolvePtr', 'queryPtr', 'PTR', 12],
  ['resolveNaptr', 'queryNaptr', 'NAPTR', 35],
  ['resolveSoa', 'querySoa', 'SOA', 6],
  ['reverse', 'getHostByAddr', undefined, undefined],
].map(([method, bindingName, type, number]) => ({ method, bindingName, type, number }));

const byType = new Map(questions.filter(({ type }) => type !== undefined).map((question) => [question.type, question]));

/** @param {string} rrtype 'A', 'MX' ... @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE */
function questionFor(rrtype) {
  validateString(rrtype, 'rrtype');
  const question = byType.get(rrtype);
  if (question === undefined) throw new ERR_INVALID_ARG_VALUE('rrtype', rrtype);
  return question;
}

const NOT_FOUND = 4;
const CONNECTION_REFUSED = 11;
const codeNames = Object.values(codes); // c-ares numbers them from 1, in this order

let callsUnderWay = 0; // into c-ares, which may answer at once

/** A question under way, with the fields that Node's has. */
class QueryReqWrap {
  constructor({ bindingName }, hostname, ttl, callback, oncomplete) {
    this.bindingName = bindingName;
    this.callback = callback;
    this.hostname = hostname;
    this.oncomplete = oncomplete;
    this.ttl = ttl;
  }
}

/**
 * Asks the servers of `resolver`. oncomplete.call(request, error, records) comes on a later turn.
 * @returns {QueryReqWrap}
 * @throws the error of an address that is none
 */
function ask(resolver, question, hostname, options, callback, oncomplete) {
  const ttl = Boolean(options?.ttl);
  const request = new QueryReqWrap(question, hostname, ttl, callback, oncomplete);
  const startTime = perf.observed.dns > 0 ? perf.now() : 0;
  const onAnswer = (status, records) => {
    if (callsUnderWay > 0) setImmediate(complete, request, status, records, startTime);
    else complete(request, status, records, startTime);
  };
  callsUnderWay++;
  const error = send(resolver._handle, question, hostname, ttl, onAnswer);
  callsUnderWay--;
  if (error !== 0) {
    const failure = dnsException(error, question.bindingName, hostname);
    if (failure.code !== 'ERR_ACCESS_DENIED') throw failure;
    setImmediate(() => { request.oncomplete(failure); });
  }
  if (tracking.on) asyncIds.startResource(request, 'QUERYWRAP');
  return request;
}

function send(channel, { number }, hostname, ttl, onAnswer) {
  if (number === undefined) return channel.askForNames(hostname, onAnswer);
  const name = asciiName(hostname);
  if (isOnion(name)) onAnswer(NOT_FOUND);
  else if (channel.servers().length === 0) onAnswer(CONNECTION_REFUSED);
  else return channel.ask(number, ttl, name, onAnswer);
  return 0;
}

function complete(request, status, records, startTime) {
  const { bindingName, hostname, ttl } = request;
  const error = status === 0 ? null : dnsException(codeNames[status - 1], bindingName, hostname);
  if (!tracking.on) {
    request.oncomplete(error, records);
  } else {
    asyncIds.enter(request);
    request.oncomplete(error, records);
    asyncIds.leave(request);
    asyncIds.destroyResource(request);
  }
  if (startTime === 0 || error !== null) return;
  perf.report(bindingName, 'dns', startTime, perf.now() - startTime, { host: hostname, ttl, result: records });
}

/** Gives `target` a method for each question: makeMethod(question) is it. */
function declareQuestions(target, makeMethod) {
  for (const question of questions) target[question.method] = makeMethod(question);
}

// --- Resolvers. ---

/** What the Resolvers of dns and dns/promises have in common. */
class ResolverBase {
  /**
   * `options`: timeout (milliseconds, -1 for the default), tries (default 4), maxTimeout (milliseconds, 0 for none): the
   * time-out is doubled from try to try, up to that.
   */
  constructor(options = undefined) {
    const { timeout = -1, tries = DEFAULT_TRIES, maxTimeout = 0 } = options ?? { __proto__: null };
    validateInt32(timeout, 'options.timeout', -1);
    validateInt32(tries, 'options.tries', 1);
    validateUint32(maxTimeout, 'options.maxTimeout');
    this._handle = newChannel(timeout, tries, maxTimeout);
  }

  /** Ends all questions under way with ECANCELLED. */
  cancel() {
    callsUnderWay++;
    this._handle.cancel();
    callsUnderWay--;
  }

  /** @returns {string[]} addresses, with their port where that is not 53 */
  getServers() {
    return this._handle.getServers() || [];
  }

  /**
   * @param {string[]} servers '127.0.0.1', '127.0.0.1:53', '[::1]:53'
   * @throws ERR_INVALID_IP_ADDRESS, and ERR_DNS_SET_SERVERS_FAILED while questions are under way
   */
  setServers(servers) {
    validateArray(servers, 'servers');
    const addresses = [];
    const ports = [];
    servers.forEach((server, index) => {
      validateString(server, `servers[${index}]`);
      const { address, port } = parseServer(server);
      addresses.push(address);
      ports.push(port);
    });
    const failure = this._handle.setServers(addresses, ports);
    if (failure !== undefined) throw new ERR_DNS_SET_SERVERS_FAILED(failure, servers);
  }

  /** Asks from these addresses of this machine, one of each family at most. */
  setLocalAddress(ipv4, ipv6) {
    validateString(ipv4, 'ipv4');
    if (typeof ipv6 !== 'string' && ipv6 !== undefined) {
      throw new ERR_INVALID_ARG_TYPE('ipv6', ['String', 'undefined'], ipv6);
    }
    this._handle.setLocalAddress(ipv4, ipv6);
  }
}

let ChannelWrap;

function newChannel(timeout, tries, maxTimeout) {
  if (ChannelWrap === undefined) {
    ({ ChannelWrap } = binding('dns_channel'));
    ChannelWrap.prototype.getServers = function() { return serverTexts(this.servers()); };
  }
  const channel = new ChannelWrap(timeout, tries, maxTimeout);
  if (tracking.on) asyncIds.startResource(channel, 'DNSCHANNEL');
  return channel;
}

function serverTexts(list) {
  const texts = [];
  for (let i = 0; i < list.length; i += 2) {
    const address = list[i];
    const port = list[i + 1];
    if (port === DEFAULT_PORT) texts.push(address);
    else texts.push(address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);
  }
  return texts;
}

function parseServer(text) {
  if (isIP(text) !== 0) return { address: withoutZone(text), port: DEFAULT_PORT };
  const close = text[0] === '[' ? text.indexOf(']') : -1;
  if (close > 0) {
    const address = text.slice(1, close);
    if (isIP(address) !== 0) return { address: withoutZone(address), port: portAfter(text, close + 1) ?? DEFAULT_PORT };
  } else {
    const colon = text.indexOf(':');
    const port = colon > 0 ? portAfter(text, colon) : undefined;
    if (port !== undefined && isIP(text.slice(0, colon)) === 4) return { address: text.slice(0, colon), port };
  }
  throw new ERR_INVALID_IP_ADDRESS(text);
}

function withoutZone(address) {
  const percent = address.indexOf('%');
  return percent < 0 ? address : address.slice(0, percent);
}

/** The number behind the colon at `index`; undefined when there is none. */
function portAfter(text, index) {
  const match = /^:(\d{1,5})$/.exec(text.slice(index, index + 7));
  if (match === null) return undefined;
  const port = Number(match[1]);
  if (port === 0 || port > LAST_PORT) throw new ERR_INVALID_IP_ADDRESS(text);
  return port;
}

// --- The one that dns and dns.promises ask. ---

let shared;

/** @returns {ResolverBase} */
function defaultResolver() {
  return shared ??= new ResolverBase();
}

/** Forgets it, with its servers. */
function forgetAll() {
  shared = undefined;
}

/** Replaces it: questions under way still go to the servers of before. */
function defaultResolverSetServers(servers) {
  const resolver = new ResolverBase();
  resolver.setServers(servers);
  shared = resolver;
}

/** What dns and dns.promises have for the methods of a Resolver: the same, of the default one. */
function declareDefaults(target, { prototype }) {
  for (const name of ['getServers', 'resolve', ...questions.map(({ method }) => method)]) {
    const method = prototype[name];
    const bound = (...args) => Reflect.apply(method, defaultResolver(), args);
    Object.defineProperty(bound, 'name', { __proto__: null, value: `bound ${method.name}`, configurable: true });
    Object.defineProperty(bound, 'length', { __proto__: null, value: method.length, configurable: true });
    target[name] = bound;
  }
}

/** What dns and dns.promises have besides: what applies to every look-up or question. */
const defaults = { ...order, setServers: defaultResolverSetServers };

module.exports = { forgetAll, questions, ResolverBase, ask, questionFor, declareQuestions, declareDefaults, defaults };
