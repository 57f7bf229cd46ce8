// node:repl: read, evaluate, print, and again.
// Also shown: standalone.
'use strict';
const { deprecate } = require('util');
const { REPLServer } = require('repl/server');
const { REPL_MODE_SLOPPY, REPL_MODE_STRICT } = require('repl/modes');
const { isValidSyntax, Recoverable } = require('repl/recoverable');
const { writer } = require('repl/writer');
const builtins = require('repl/builtins');

/**
 * Starts a REPL. Options: prompt ('> '), input (process.stdin), output (process.stdout), terminal (output.isTTY), eval,
 * useColors, useGlobal, ignoreUndefined, writer, completer, replMode, breakEvalOnSigint, preview, historySize, domain.
 * @returns {REPLServer}
 * @throws ERR_INVALID_REPL_EVAL_CONFIG for breakEvalOnSigint together with eval
 */
function start(prompt, source, eval_, useGlobal, ignoreUndefined, replMode) {
  return new REPLServer(prompt, source, eval_, useGlobal, ignoreUndefined, replMode);
}

module.exports = { start, writer, REPLServer, REPL_MODE_SLOPPY, REPL_MODE_STRICT, Recoverable, isValidSyntax };

for (const [name, code] of [['builtinModules', 'DEP0191'], ['_builtinLibs', 'DEP0142']]) {
  const message = `repl.${name} is deprecated. Check module.builtinModules instead`;
  Object.defineProperty(module.exports, name, {
    __proto__: null,
    configurable: true,
    enumerable: false,
    get: deprecate(() => builtins.builtinModules, message, code),
    set: deprecate((value) => { builtins.builtinModules = value; }, message, code),
  });
}
