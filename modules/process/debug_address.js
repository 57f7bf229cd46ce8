'use strict';
// Where the inspector listens: by the command line, or as node:inspector asks for it.

const native = binding('inspector');
const { getOption } = require('options');
const process = require('process_object');

/** {host, port} of '9229', 'host', 'host:port' or '[::1]:port'; what is missing is undefined. */
function parse(text) {
  if (/^\d+$/.test(text)) return { host: undefined, port: Number(text) };
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(text);
  if (bracketed) return { host: bracketed[1], port: bracketed[2] === undefined ? undefined : Number(bracketed[2]) };
  const colon = text.lastIndexOf(':');
  if (colon < 0) return { host: text, port: undefined };
  return { host: text.slice(0, colon), port: parseInt(text.slice(colon + 1), 10) || 0 };
}

let settings;

/** {host, port} to listen at unless something else is asked for. */
function current() {
  if (settings === undefined) {
    const { host = '127.0.0.1', port = 9229 } = parse(getOption('--inspect-port') ?? '');
    settings = { host: host || '127.0.0.1', port };
  }
  return settings;
}

/** The port as process.debugPort: where it listens, or would. */
function debugPort() {
  return native.port() || current().port;
}

/** @throws ERR_OUT_OF_RANGE unless it is 0 or in the range 1024 to 65535 */
function setDebugPort(value) {
  const port = Number(value) | 0;
  if (port !== 0 && (port < 1024 || port > 65535)) {
    const error = new RangeError('process.debugPort must be 0 or in range 1024 to 65535');
    error.code = 'ERR_OUT_OF_RANGE';
    throw error;
  }
  current().port = port;
}

/** Starts to listen. @returns {boolean} false: it could not, and has said why */
function listen({ host, port }) {
  const uses = (getOption('--inspect-publish-uid') ?? 'stderr,http').split(',');
  return native.open(host, port, uses.includes('http'), uses.includes('stderr'), programFile());
}

// The program's file as it was given; '' where it is none.
function programFile() {
  if (getOption('--eval') !== undefined || process.argv[1] === undefined || process.argv[1] === '-') return '';
  return process.argv[1];
}

module.exports = { current, debugPort, setDebugPort, listen };
