// The default evaluation: code in, value out. Object literals are expressions, and await works at top level.
'use strict';
const vm = require('vm');
const process = require('process_object');
const { nextTick } = require('ticks');
const { defaultLoader } = require('vm/dynamic_import');
const { isRecoverable, Recoverable } = require('repl/recoverable');

/** Whether `code` looks like an object literal, and is one. */
function isObjectLiteral(code) {
  if (!/^\s*\{/.test(code) || /;\s*$/.test(code)) return false;
  try {
    require('acorn').parse(`(${code.trim()})`, { ecmaVersion: 'latest', allowAwaitOutsideFunction: true });
    return true;
  } catch {
    return false;
  }
}

/** `code` as it is run: an object literal in parentheses. */
function asExpression(code) {
  return isObjectLiteral(code) ? `(${code.trim()})\n` : code;
}

const IMPORT = /^\s*import\b(?!\s*[(.])/;

/** The import() that does what an import statement would, to be proposed. */
function dynamicImportFor(code) {
  let program;
  try {
    program = require('acorn').parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  } catch {
    return undefined;
  }
  const node = program.body.find((statement) => statement.type === 'ImportDeclaration');
  if (node === undefined) return undefined;
  const load = `await import(${JSON.stringify(node.source.value)})`;
  const { specifiers } = node;
  if (specifiers.length === 0) return `${load};`;
  if (specifiers.length === 1 && specifiers[0].type === 'ImportNamespaceSpecifier') return `const ${specifiers[0].local.name} = ${load};`;
  const names = specifiers.map((specifier) => {
    const local = specifier.local.name;
    if (specifier.type === 'ImportDefaultSpecifier') return `default: ${local}`;
    const imported = specifier.imported.name ?? JSON.stringify(specifier.imported.value);
    return imported === local ? local : `${imported}: ${local}`;
  });
  return `const { ${names.join(', ')} } = ${load};`;
}

function explainImport(error, code) {
  if (!IMPORT.test(code)) return;
  const proposal = dynamicImportFor(code);
  if (proposal === undefined) return;
  const message = `Cannot use import statement inside the Node.js REPL, alternatively use dynamic import: ${proposal}`;
  const { stack } = error;
  const at = stack.indexOf(`SyntaxError: ${error.message}`);
  error.message = message;
  error.stack = `${at === -1 ? '' : stack.slice(0, at)}SyntaxError: ${message}`;
}

class Evaluation {
  constructor(server, code, file) {
    this.server = server;
    this.code = code;
    this.file = file;
  }

  #compile(code, lineOffset = 0) {
    return new vm.Script(code, { filename: this.file, lineOffset, importModuleDynamically: defaultLoader });
  }

  /** A script, {script, awaits}; throws SyntaxErrors, and Recoverable ones. */
  compile() {
    const { code } = this;
    const strict = this.server.replMode === require('repl/modes').REPL_MODE_STRICT ? `'use strict'; void 0; ` : '';
    try {
      if (code.includes('await') && require('options').getOption('--experimental-repl-await')) {
        const transformed = require('repl/top_level_await').processTopLevelAwait(asExpression(code));
        if (transformed !== null) return { script: this.#compile(strict + transformed), awaits: true };
        this.#checkAwait();
      }
      return { script: this.#compile(strict + asExpression(code)), awaits: false };
    } catch (error) {
      if (!(isSyntaxError(error))) throw error;
      if (isRecoverable(code)) throw new Recoverable(error);
      explainImport(error, code);
      throw error;
    }
  }

  // Code that is wrong elsewhere is not wrong because of its await: it is reported as an async function's body is.
  #checkAwait() {
    try {
      require('acorn').parse(this.code, { ecmaVersion: 'latest', allowAwaitOutsideFunction: true });
    } catch {
      if (/\bawait\b/.test(this.code) && !/\b(?:return|import|export)\b/.test(this.code) && !isRecoverable(this.code)) {
        this.#compile(`async () => {\n${this.code}\n}`, -1);
      }
    }
  }

  run(script) {
    const { server } = this;
    const options = { displayErrors: false, breakOnSigint: server.breakEvalOnSigint };
    // In raw mode ctrl-C would be no signal.
    const wasRaw = server.breakEvalOnSigint && server._setRawMode(false);
    try {
      if (server.useGlobal) return script.runInThisContext(options);
      return script.runInContext(server.context, options);
    } finally {
      if (wasRaw) server._setRawMode(true);
    }
  }
}

function isSyntaxError(error) {
  return error !== null && typeof error === 'object' && error.name === 'SyntaxError';
}

/** Waits for the promise of an evaluation; ctrl-C ends the wait. */
async function settle(server, promise, callback) {
  const { promise: interrupted, reject } = Promise.withResolvers();
  const interrupt = () => {
    const { ERR_SCRIPT_EXECUTION_INTERRUPTED } = require('errors');
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    const error = new ERR_SCRIPT_EXECUTION_INTERRUPTED();
    Error.stackTraceLimit = limit;
    reject(error);
  };
  server._beginWait(interrupt);
  if (server.breakEvalOnSigint) process.once('SIGINT', interrupt);
  let outcome;
  try {
    outcome = [null, (await Promise.race([promise, interrupted]))?.value];
  } catch (error) {
    outcome = [error ?? new Nothing(error)];
  }
  process.removeListener('SIGINT', interrupt);
  nextTick(() => {
    server._endWait(() => callback(...outcome));
  });
}

/** A thrown null or undefined: callbacks could not tell it from no error. */
class Nothing {
  constructor(value) {
    this.value = value;
  }
}

/** The eval function of a REPL that has none of its own: calls `callback(error, value)`. */
function evaluate(server, code, file, callback) {
  if (code === '\n') return callback(null);        // no value: nothing is printed
  const evaluation = new Evaluation(server, code, file);
  let compiled, result;
  try {
    compiled = evaluation.compile();
  } catch (error) {
    return callback(error);
  }
  try {
    result = evaluation.run(compiled.script);
  } catch (error) {
    const { domain } = process;
    if (domain && domain !== server._domain) {
      // The error is that of a domain the code made.
      domain.emit('error', error);
      domain.exit();
      return;
    }
    return callback(error ?? new Nothing(error));
  }
  if (compiled.awaits) settle(server, result, callback);
  else callback(null, result);
}

module.exports = { evaluate, asExpression, Nothing };
