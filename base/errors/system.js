'use strict';
// Plain Errors that report a failed operation of the system: libuv's and c-ares' error numbers, network addresses.
//
// Each maker constructs its Error with itself as new.target, so that the one stack capture begins at its caller.
// Callers may use `new`, too.

const { construct, keys, mapGet } = require('intrinsics');

let uv;
let uvErrors;

/** `ENOENT` for -2; `Unknown system error N` for what libuv doesn't know. */
function errname(errno) {
  uv ??= binding('uv');
  return uv.errname(errno);
}

/** [name, message] of a libuv error number, or undefined. */
function uvErrorOf(errno) {
  uv ??= binding('uv');
  uvErrors ??= uv.getErrorMap();
  return mapGet(uvErrors, errno);
}

let permission;

/** The error ERR_ACCESS_DENIED where `errno` says that the permission model refused, otherwise undefined. */
function refusal(errno) {
  permission ??= binding('permission');
  return errno === permission.REFUSED ? permission.takeDenial() : undefined;
}

const UNKNOWN_UV_ERROR = ['UNKNOWN', 'unknown error'];

function makesErrors(maker) {
  maker.prototype = Error.prototype;
  return maker;
}

/** Error `syscall CODE detail` with errno, code, syscall. */
function errnoException(errno, syscall, detail) {
  const refused = refusal(errno);
  if (refused !== undefined) return refused;
  const code = errname(errno);
  const error = construct(Error, [detail ? `${syscall} ${code} ${detail}` : `${syscall} ${code}`],
                                  errnoException);
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  return error;
}

/**
 * Error `CODE: message, syscall 'path' -> 'dest'`. Further properties of the argument are copied onto the error.
 * @param {{errno: number, syscall: string, path?: string|Buffer, dest?: string|Buffer, message?: string}} failure
 */
function uvException(failure) {
  const { 0: code, 1: text } = uvErrorOf(failure.errno) ?? UNKNOWN_UV_ERROR;
  const path = failure.path ? `${failure.path}` : undefined;
  const dest = failure.dest ? `${failure.dest}` : undefined;
  let message = `${code}: ${failure.message || text}, ${failure.syscall}`;
  if (path) message += ` '${path}'`;
  if (dest) message += ` -> '${dest}'`;
  const error = construct(Error, [message], uvException);
  const names = keys(failure);
  for (let i = 0; i < names.length; i++) {
    const key = names[i];
    if (key === 'message' || key === 'path' || key === 'dest') continue;
    error[key] = failure[key];
  }
  error.code = code;
  if (path) error.path = path;
  if (dest) error.dest = dest;
  return error;
}

function formatAddress(address, port) {
  if (port && port > 0) return ` ${address}:${port}`;
  return address ? ` ${address}` : '';
}

/** Error `syscall CODE address:port - Local (detail)` with errno, code, syscall, address, port. */
function exceptionWithHostPort(errno, syscall, address, port, detail) {
  const refused = refusal(errno);
  if (refused !== undefined) return refused;
  const code = errname(errno);
  let message = `${syscall} ${code}${formatAddress(address, port)}`;
  if (detail) message += ` - Local (${detail})`;
  const error = construct(Error, [message], exceptionWithHostPort);
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  error.address = address;
  if (port) error.port = port;
  return error;
}

/** As exceptionWithHostPort, with libuv's message in the text: `listen EADDRINUSE: address already in use :::80`. */
function uvExceptionWithHostPort(errno, syscall, address, port) {
  const refused = refusal(errno);
  if (refused !== undefined) return refused;
  const { 0: code, 1: text } = uvErrorOf(errno) ?? UNKNOWN_UV_ERROR;
  const error = construct(Error, [`${syscall} ${code}: ${text}${formatAddress(address, port)}`],
                                  uvExceptionWithHostPort);
  error.code = code;
  error.errno = errno;
  error.syscall = syscall;
  error.address = address;
  if (port) error.port = port;
  return error;
}

// Resolver failures libuv reports by number, which go by c-ares' names in the API.
const RESOLVER_NAMES = { __proto__: null, EAI_NODATA: 'ENOTFOUND', EAI_NONAME: 'ENOTFOUND', EAI_MEMORY: 'EAI_MEMORY' };

/**
 * Error `syscall CODE hostname` of a failed name look-up.
 * @param {number|string} code libuv's error number or c-ares' name
 */
function dnsException(code, syscall, hostname) {
  let errno;
  if (typeof code === 'number') {
    const refused = refusal(code);
    if (refused !== undefined) return refused;
    errno = code;
    const name = errname(code);
    code = RESOLVER_NAMES[name] ?? name;
  }
  const error = construct(Error, [`${syscall} ${code}${hostname ? ` ${hostname}` : ''}`], dnsException);
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  if (hostname) error.hostname = hostname;
  return error;
}

/** Error with code ECONNRESET. */
function connResetException(message) {
  const error = construct(Error, [message], connResetException);
  error.code = 'ECONNRESET';
  return error;
}

module.exports = {
  connResetException: makesErrors(connResetException),
  dnsException: makesErrors(dnsException),
  errname,
  errnoException: makesErrors(errnoException),
  exceptionWithHostPort: makesErrors(exceptionWithHostPort),
  uvErrorOf,
  uvException: makesErrors(uvException),
  uvExceptionWithHostPort: makesErrors(uvExceptionWithHostPort),
};
