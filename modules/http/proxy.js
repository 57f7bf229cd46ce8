// Proxies by environment: which one HTTP_PROXY, HTTPS_PROXY and NO_PROXY tell a client to use for a host.
'use strict';
const { ERR_PROXY_INVALID_CONFIG } = require('errors');
const { Buffer } = require('buffer');
const { isIPv4 } = require('ip');
const { URL } = require('url');

const kProxyConfig = Symbol('kProxyConfig');

/** A proxy and the hosts that are reached without it. */
class ProxyConfig {
  /**
   * @param {string} url of the proxy
   * @param {string} noProxy hosts apart by commas: '*', 'host', '.suffix', '*.suffix', 'ip', 'ip-ip', each with ':port'
   * @throws ERR_PROXY_INVALID_CONFIG
   */
  constructor(url, noProxy) {
    const { hostname, port, protocol, username, password } = parse(url);
    this.href = url;
    this.protocol = protocol;
    this.auth = username || password ? basicAuth(username, password) : undefined;
    this.bypassList = noProxy ? noProxy.split(',').map((item) => item.trim().toLowerCase()) : [];
    this.proxyConnectionOptions = {
      host: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
      port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    };
  }

  /** Whether connections to `host` go through the proxy. */
  appliesTo(host, port) {
    if (this.bypassList.length === 0) return true;
    host = (host || 'localhost').toLowerCase();
    return !this.bypassList.some((item) => matches(item, host, String(port)));
  }
}

function parse(url) {
  if (/[\r\n]/.test(url)) throw new ERR_PROXY_INVALID_CONFIG(`Invalid proxy URL: ${url}`);
  try {
    return new URL(url);
  } catch {
    throw new ERR_PROXY_INVALID_CONFIG(`Invalid proxy URL: ${url}`);
  }
}

function basicAuth(username, password) {
  const plain = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(plain).toString('base64')}`;
}

function matches(item, host, port) {
  if (item === '*' || item === host || item === `${host}:${port}`) return true;
  if (item.startsWith('*.')) return host.endsWith(item.slice(1));
  if (item.startsWith('.')) return host.endsWith(item);
  const dash = item.indexOf('-');
  if (dash < 0 || !isIPv4(host)) return false;
  const from = item.slice(0, dash);
  const to = item.slice(dash + 1);
  if (!isIPv4(from) || !isIPv4(to)) return false;
  return ipNumber(from) <= ipNumber(host) && ipNumber(host) <= ipNumber(to);
}

function ipNumber(ip) {
  return ip.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}

/** What `env` says for requests of `protocol`. @returns {ProxyConfig|null} */
function proxyConfigFrom(env, protocol) {
  const url = protocol === 'https:' ? env.https_proxy || env.HTTPS_PROXY : env.http_proxy || env.HTTP_PROXY;
  if (typeof url !== 'string' || !/^https?:\/\//.test(url)) return null;
  return new ProxyConfig(url, env.no_proxy || env.NO_PROXY);
}

/**
 * What process.env says of proxies, when the program wants it: --use-env-proxy, NODE_USE_ENV_PROXY=1.
 * @throws ERR_INVALID_URL
 */
function proxyEnvironment() {
  if (!wantsProxies()) return undefined;
  const { env } = require('process_object');
  const found = {};
  for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY']) {
    if (!env[name]) continue;
    new URL(env[name]); // better no request than one that goes past the proxy
    found[name] = env[name];
  }
  for (const name of ['no_proxy', 'NO_PROXY']) {
    if (env[name]) found[name] = env[name];
  }
  return found;
}

// The command line counts before NODE_OPTIONS, and that before NODE_USE_ENV_PROXY.
function wantsProxies() {
  const { env, execArgv } = require('process_object');
  const flags = [...(env.NODE_OPTIONS ?? '').split(' '), ...execArgv];
  const given = flags.findLast((flag) => flag === '--use-env-proxy' || flag === '--no-use-env-proxy');
  return given === undefined ? env.NODE_USE_ENV_PROXY === '1' : given === '--use-env-proxy';
}

/**
 * The request line's target for a plain HTTP request through a proxy (RFC 9112, section 3.2.2): with scheme and host.
 * @param {string} authority of the Host header
 * @throws ERR_INVALID_URL
 */
function absoluteTarget(authority, path) {
  return new URL(path, `http://${authority}`).href;
}

module.exports = { kProxyConfig, proxyConfigFrom, proxyEnvironment, absoluteTarget };
