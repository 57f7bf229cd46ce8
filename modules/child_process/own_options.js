// The options with which this process was started, for children that do a part of its work.
'use strict';
const { configured, getOption, names } = require('options');
const process = require('process_object');

const CONFIG_FILE = /^--experimental-(default-)?config-file(=.*|)$/s;

/**
 * This process's options for a further one that does a part of its work: what a configuration file gave stands there by itself,
 * as the file may have changed meanwhile, and is not announced twice.
 * @returns {string[]}
 */
function optionsForChildren() {
  const words = configured().map(withItsValue);
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
  const value = getOption(names().includes(name) ? name : positive);
  if (typeof value === 'boolean') return value ? positive : positive.replace('--', '--no-');
  return Array.isArray(value) ? word : `${name}=${value}`;
}

module.exports = { optionsForChildren };
