// The REPL that opens when eddy is started without a program.
'use strict';
const process = require('process_object');

const INVALID_ARGUMENT = 9;     // exit code

function optionsFrom(env) {
  const options = {
    _standalone: true,
    useGlobal: true,
    ignoreUndefined: false,
    breakEvalOnSigint: true,
  };
  if (env.NODE_NO_READLINE && Number.parseInt(env.NODE_NO_READLINE, 10)) options.terminal = false;
  if (env.NODE_REPL_MODE) {
    const { REPL_MODE_STRICT, REPL_MODE_SLOPPY } = require('repl/modes');
    options.replMode = env.NODE_REPL_MODE.toLowerCase().trim() === 'strict' ? REPL_MODE_STRICT : REPL_MODE_SLOPPY;
  }
  const size = Number(env.NODE_REPL_HISTORY_SIZE);
  options.historySize = !Number.isNaN(size) && size > 0 ? size : 1000;
  return options;
}

// util.inspect.replDefaults are the options of what is printed.
function defineReplDefaults(server) {
  const { inspect } = require('inspect');
  const { validateObject } = require('validators');
  Object.defineProperty(inspect, 'replDefaults', {
    __proto__: null,
    configurable: true,
    get: () => server.writer.options,
    set(options) {
      validateObject(options, 'options');
      Object.assign(server.writer.options, options);
    },
  });
}

/** Opens the REPL on standard input and output. */
function startStandalone() {
  if (require('options').getOption('--input-type') !== undefined) {
    process.stderr.write('Cannot specify --input-type for REPL\n');
    process.exit(INVALID_ARGUMENT);
  }
  const { versions, version, env } = process;
  const own = versions.eddy === undefined ? '' : `eddy v${versions.eddy} (`;
  process.stdout.write(`Welcome to ${own}Node.js ${version}${own === '' ? '' : ')'}.\nType ".help" for more information.\n`);
  const repl = require('repl');
  const server = repl.start(optionsFrom(env));
  Object.defineProperty(repl, 'repl', { __proto__: null, configurable: true, enumerable: true, writable: true, value: server });
  defineReplDefaults(server);
  server.on('exit', () => process.exit());
  if (server.terminal) server.setupHistory(env.NODE_REPL_HISTORY, (error) => { if (error) throw error; });
  return server;
}

module.exports = { startStandalone };
