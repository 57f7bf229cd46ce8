// What turns values into text, unless a REPL has a writer of its own.
'use strict';
const { inspect } = require('inspect');

/** util.inspect() with writer.options. */
const writer = (obj) => inspect(obj, writer.options);
writer.options = { ...inspect.defaultOptions, showProxy: true };

module.exports = { writer };
