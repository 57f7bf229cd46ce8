'use strict';
// What stands behind `eddy inspect`.

const process = require('process_object');

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 9229;

const PORT_OPTION = /^--(?:inspect-)?port=(\d+)$/;
const ADDRESS = /^(?:\[([^\]]+)\]|([^:/]+)):(\d{1,5})$/;

/**
 * What is to be debugged.
 * @typedef {object} Request
 * @property {'launch' | 'attach' | 'process'} kind a program to start, a listening inspector, or a process that is asked to listen
 * @property {string} host
 * @property {number} port 0 with 'launch': any that is free
 * @property {string[]} [words] 'launch': the program and its arguments, perhaps with options in front
 * @property {number} [pid] 'process'
 */

/** @returns {Request | undefined} undefined: the words name nothing */
function parse(words) {
  if (words.length === 0) return undefined;
  const [first, ...rest] = words;
  const address = ADDRESS.exec(first);
  if (address && rest.length === 0) {
    return { kind: 'attach', host: address[1] ?? address[2], port: Number(address[3]) };
  }
  if (first === '-p' && rest.length === 1 && /^\d+$/.test(rest[0])) {
    return { kind: 'process', host: DEFAULT_HOST, port: DEFAULT_PORT, pid: Number(rest[0]) };
  }
  const port = PORT_OPTION.exec(first);
  if (!port) return { kind: 'launch', host: DEFAULT_HOST, port: DEFAULT_PORT, words };
  if (rest.length === 0) return { kind: 'attach', host: DEFAULT_HOST, port: Number(port[1]) };
  return { kind: 'launch', host: DEFAULT_HOST, port: Number(port[1]), words: rest };
}

function usage() {
  const command = `${process.argv0} inspect`;
  return [
    `Usage: ${command} script.js`,
    `       ${command} <host>:<port>`,
    `       ${command} --port=<port> Use 0 for random port assignment`,
    `       ${command} -p <pid>`,
  ].map((line) => `${line}\n`).join('');
}

module.exports = { parse, usage };
