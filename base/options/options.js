// The command line's options, as the table in src/cli/option_table.cc knows them.
'use strict';
const process = require('process_object');
const native = binding('options');

const CONFIG_FILE = /^--experimental-(default-)?config-file(=.*|)$/s;

let cache = { __proto__: null };

/**
 * The value of a command-line option: a boolean, string, number or array of strings by the option's type; undefined for
 * a boolean, string or number that was not given and has no default.
 * @param {string} name such as '--stack-trace-limit'
 */
function getOption(name) {
  if (!(name in cache)) cache[name] = native.get(name);
  return cache[name];
}

/** Forgets the values read so far, for the warm-up run (main/warm_up.js). */
function forgetAll() {
  cache = { __proto__: null };
}

/**
 * This process's options for a further one that does a part of its work: what a configuration file gave stands there by itself,
 * as the file may have changed meanwhile, and is not announced twice.
 * @returns {string[]}
 */
function optionsForChildren() {
  const words = native.configured().map(withItsValue);
  const { execArgv } = process;
  for (let i = 0; i < execArgv.length; i++) {
    const file = CONFIG_FILE.exec(execArgv[i]);
    if (file === null) words.push(execArgv[i]);
    else if (file[1] === undefined && file[2] === '') i++;
  }
  return words;
}

// NODE_OPTIONS and the command line may have given it another value; lists have all of theirs.
function withItsValue(word) {
  const name = /^--[^=]*/.exec(word)[0];
  const positive = name.replace(/^--no-/, '--');
  const value = getOption(native.names().includes(name) ? name : positive);
  if (typeof value === 'boolean') return value ? positive : positive.replace('--', '--no-');
  return Array.isArray(value) ? word : `${name}=${value}`;
}

module.exports = { optionsForChildren, getOption, forgetAll, names: native.names, inNodeOptions: native.inNodeOptions };
