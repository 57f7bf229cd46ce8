// The command line's options, as the table in src/cli/option_table.cc knows them.
'use strict';
const native = binding('options');

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

module.exports = { getOption, forgetAll, names: native.names, configured: native.configured, inNodeOptions: native.inNodeOptions };
