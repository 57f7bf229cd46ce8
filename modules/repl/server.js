// REPLServer: reads lines, evaluates them, prints the values.
'use strict';
const process = require('process_object');
const { nextTick } = require('ticks');
const { Interface } = require('readline');
const { defineMethods } = require('readline/interface');
const { REPL_MODE_SLOPPY } = require('repl/modes');
const { Recoverable } = require('repl/recoverable');

const CONTINUATION = '| ';
const EXIT_HINT = '(To exit, press Ctrl+C again or Ctrl+D or type .exit)\n';
const NPM_HINT = 'npm should be run outside of the Node.js REPL, in your normal shell.\n(Press Ctrl+D to exit.)\n';
const KEYWORD = /^\.([^\s]+)\s*(.*)$/;

let lineNumber = 0;             // in all REPLs: the lines are the files REPL1, REPL2, ...
const domains = new Set();      // of the REPLs that are not standalone

/** What is done with uncaught exceptions is the REPL's affair while its code runs. */
function guardUncaughtException(domain) {
  if (domains.size === 0) {
    process.prependListener('newListener', (event, listener) => {
      if (event !== 'uncaughtException' || !process.domain || !domains.has(process.domain)) return;
      const { ERR_INVALID_REPL_INPUT } = require('errors');
      throw new ERR_INVALID_REPL_INPUT('Listeners for `uncaughtException` cannot be used in the REPL');
    });
  }
  domains.add(domain);
}

/** Options, or: prompt, stream, eval, useGlobal, ignoreUndefined, replMode. See start. */
function REPLServer(prompt, stream, evaluate, useGlobal, ignoreUndefined, replMode) {
  if (!(this instanceof REPLServer)) return new REPLServer(prompt, stream, evaluate, useGlobal, ignoreUndefined, replMode);
  const options = prompt !== null && typeof prompt === 'object'
    ? { ...prompt } : { prompt, stream, eval: evaluate, useGlobal, ignoreUndefined, replMode };
  if (options.breakEvalOnSigint && options.eval) {
    const { ERR_INVALID_REPL_EVAL_CONFIG } = require('errors');
    throw new ERR_INVALID_REPL_EVAL_CONFIG();
  }
  chooseStreams(options);
  setUpEvaluation(this, options);
  const { input, output, historySize, removeHistoryDuplicates } = options;
  const initialPrompt = options.prompt ?? '> ';
  const server = this;
  Interface.call(this, {
    input, output, terminal: options.terminal, historySize, removeHistoryDuplicates, prompt: initialPrompt,
    completer: options.completer ?? function completer(text, callback) {
      complete(server, text, server.editorMode ? server.completeOnEditorMode(callback) : callback);
    },
  });
  this._initialPrompt = initialPrompt;
  this._keepsLine = true;
  this.lines = [];
  this.lines.level = [];
  this.resetContext();
  this.commands = { __proto__: null };
  require('repl/commands').defineCommands(this);
  const { writer } = require('repl/writer');
  this.writer = options.writer ?? (this.useColors ? colorful(writer) : writer);
  if (this.terminal && (options.preview ?? !options.eval) && process.env.TERM !== 'dumb') {
    const { Preview } = require('repl/preview');
    this._preview = new Preview(this);
  }
  this.on('close', () => this._exit());
  this.on('line', (line) => this._handleLine(line));
  this.on('SIGINT', () => this._handleSigint());
  this.on('SIGCONT', () => {
    if (this.editorMode) {
      this.output.write(`${this._initialPrompt}.editor\n// Entering editor mode (Ctrl+D to finish, Ctrl+C to cancel)\n`);
      this.output.write(`${this._buffered}\n`);
      this.prompt(true);
    } else {
      this.displayPrompt(true);
    }
  });
  this.displayPrompt();
}
Object.setPrototypeOf(REPLServer.prototype, Interface.prototype);
Object.setPrototypeOf(REPLServer, Interface);

function chooseStreams(options) {
  const { stream } = options;
  if (stream) {
    options.input ??= stream.stdin ?? stream;
    options.output ??= stream.stdout ?? stream;
  }
  options.input ??= process.stdin;
  options.output ??= process.stdout;
  options.terminal ??= Boolean(options.output.isTTY);
  options.useColors ??= Boolean(options.terminal && options.output.isTTY) && (options.output.hasColors?.() ?? true);
}

function setUpEvaluation(server, options) {
  server.allowBlockingCompletions = Boolean(options.allowBlockingCompletions);
  server.useColors = Boolean(options.useColors);
  server._domain = options.domain ?? require('domain').create();
  server.useGlobal = Boolean(options.useGlobal);
  server.ignoreUndefined = Boolean(options.ignoreUndefined);
  server.replMode = options.replMode ?? REPL_MODE_SLOPPY;
  server.underscoreAssigned = false;
  server.last = undefined;
  server.underscoreErrAssigned = false;
  server.lastError = undefined;
  server.breakEvalOnSigint = Boolean(options.breakEvalOnSigint);
  server.editorMode = false;
  server._standalone = options._standalone === true;
  server._buffered = '';                // what has been entered of a command that is not complete
  server._waiting = false;              // an evaluation's promise has not settled
  server._waitingInput = [];            // what is entered meanwhile
  const evaluate = options.eval ?? ((code, context, file, callback) => require('repl/evaluate').evaluate(server, code, file, callback));
  server.eval = server._domain.bind(evaluate);
  server._domain.on('error', (error) => server._handleError(error));
  if (!server._standalone) guardUncaughtException(server._domain);
}

function colorful(writer) {
  const own = (value) => require('inspect').inspect(value, own.options);
  own.options = { ...writer.options, colors: true };
  return own;
}

function complete(server, text, callback) {
  let result;
  try {
    result = require('repl/complete').completionsOf(server, text);
  } catch {
    result = [[], undefined];   // objects may be stranger than we think
  }
  callback(null, result);
}

const methods = {
  // --- Lines. ---

  _handleLine(line) {
    line ??= '';
    if (this._waiting) {
      this._waitingInput.push({ line });
      return;
    }
    if (this.editorMode) return this._handleEditorLine(line);
    if (this._runCommand(line)) return;
    this._sawSigint = false;
    const code = `${this._buffered}${line}\n`;
    const file = `REPL${++lineNumber}`;
    let called = false;
    const finish = (...outcome) => {
      if (called) return;
      called = true;
      this._finish(line, ...outcome);
    };
    try {
      this.eval(code, this.context, file, finish);
    } catch (error) {
      if (called) throw error;
      const { Nothing } = require('repl/evaluate');
      finish(error ?? new Nothing(error));
    }
  },

  // Numbers may begin with a dot, too; and in a string or an expression a dot may begin a line.
  _runCommand(line) {
    const last = line.slice(line.lastIndexOf('\n') + 1).trim();
    if (last[0] !== '.' || last[1] === '.' || !Number.isNaN(Number.parseFloat(last))) return false;
    const match = KEYWORD.exec(last);
    if (match === null) return false;
    const [, name, rest] = match;
    const command = this.commands[name];
    if (command !== undefined) {
      command.action.call(this, rest);
      return true;
    }
    if (this._buffered !== '' || line.includes('\n')) return false;
    this.output.write('Invalid REPL keyword\n');
    this.displayPrompt();
    return true;
  },

  // Without a value, not even undefined, nothing is printed.
  _finish(line, error, ...values) {
    if (error instanceof Recoverable && !this._evaluatingEditor) {
      if (this.terminal && this._lastLine !== undefined && process.env.TERM !== 'dumb' && this._buffered === '') {
        if (!this.closed) this._continueLine();
        return;
      }
      this._buffered += `${line}\n`;
      this.displayPrompt();
      return;
    }
    const code = this._buffered + line;
    if (code !== '') this.lines.push(...code.split('\n'));
    if (error !== null && error !== undefined) {
      if (this._buffered === '' && /^\s*npm\s/.test(line)) {
        this.output.write(NPM_HINT);
        this.displayPrompt();
        return;
      }
      const { Nothing } = require('repl/evaluate');
      const thrown = error instanceof Recoverable ? error.err ?? error : error;
      this._domain.emit('error', thrown instanceof Nothing ? thrown.value : thrown);
      this.clearBufferedCommand();
      return;
    }
    this.clearBufferedCommand();
    const [value] = values;
    if (values.length > 0 && (!this.ignoreUndefined || value !== undefined)) {
      if (!this.underscoreAssigned) this.last = value;
      this.output.write(`${this.writer(value)}\n`);
    }
    if (!this.closed) this.displayPrompt();
  },

  _handleError(error) {
    // Not part of the user's error.
    if (Error.isError(error) && error.domain === this._domain) delete error.domainThrown;
    if (!this.underscoreErrAssigned) this.lastError = error;
    if (this._standalone && process.listenerCount('uncaughtException') > 0) {
      nextTick(() => {
        process.emit('uncaughtException', error);
        this.clearBufferedCommand();
        this.displayPrompt();
      });
      return;
    }
    const text = require('repl/errors').formatError(this, error);
    this.output.write(text.endsWith('\n') ? text : `${text}\n`);
    this.clearBufferedCommand();
    this.displayPrompt();
  },

  // --- Waiting for promises. ---

  _beginWait(interrupt) {
    this._waiting = true;
    this._interruptWait = interrupt;
  },

  // What was entered meanwhile comes next, until there is something to wait for again.
  _endWait(finish) {
    this._waiting = false;
    this._interruptWait = undefined;
    finish();
    while (!this._waiting && this._waitingInput.length > 0) {
      const { line, string, key, completion } = this._waitingInput.shift();
      if (line !== undefined) {
        this._handleLine(line);
      } else {
        const enabled = this.isCompletionEnabled;
        this.isCompletionEnabled = completion;
        this._ttyWrite(string, key);
        this.isCompletionEnabled = enabled;
      }
    }
    if (!this._waiting && this._closeLater) this.close();
  },

  // --- Keys. ---

  _ttyWrite(string, key) {
    key ??= {};
    if (this._waiting) {
      if (key.ctrl && key.name === 'c') this._interruptWait();
      else this._waitingInput.push({ string, key, completion: this.isCompletionEnabled });
      return;
    }
    if (this.editorMode) return this._editorKey(string, key);
    this._preview?.clear(key);
    if (key.name === 'paste-start' && this._search?.active) this._search.take(string, key); // ends it
    if (this._paste?.take(key)) {
      if (key.name === 'paste-end') this._preview?.show();
      return;
    }
    const searches = key.ctrl && (key.name === 'r' || key.name === 's') && process.env.TERM !== 'dumb';
    if (this._search?.active || searches) {
      if (this._search === undefined) {
        const { HistorySearch } = require('repl/search');
        this._search = new HistorySearch(this);
      }
      if (this._search.take(string, key)) return;
    }
    Interface.prototype._ttyWrite.call(this, string, key);
    if (this._preview === undefined || this._waiting || this.closed || this.editorMode) return;
    if (key.name === 'escape') this._preview.cancel();
    else this._preview.show();
  },

  _setRawMode(mode) {
    if (this._standalone && this._paste === undefined && mode && this.terminal) {
      this._paste = require('repl/paste').pasteFor(this) ?? null;
    }
    this._paste?.setEnabled(mode);
    return Interface.prototype._setRawMode.call(this, mode);
  },

  _closedBy() {
    this.clearLine();
    this.close();
  },

  _handleSigint() {
    const empty = this.line.length === 0 && this._buffered === '';
    this.clearLine();
    this._turnOffEditorMode();
    if (empty) {
      if (this._sawSigint) {
        this._sawSigint = false;
        this.close();
        return;
      }
      this.output.write(EXIT_HINT);
      this._sawSigint = true;
    } else {
      this._sawSigint = false;
    }
    this.clearBufferedCommand();
    this.displayPrompt();
  },

  // --- Editor mode. ---

  _turnOnEditorMode() {
    this.editorMode = true;
    Interface.prototype.setPrompt.call(this, '');
  },

  _turnOffEditorMode() {
    if (!this.editorMode) return;
    this.editorMode = false;
    this.setPrompt(this._initialPrompt);
  },

  _handleEditorLine(line) {
    this._buffered += `${line}\n`;
    const indentation = /^\s+/.exec(line)?.[0];
    if (indentation !== undefined && this._sawKeyPress) this._insertString(indentation);
  },

  _editorKey(string, key) {
    if (key.ctrl && key.name === 'd') {
      this._turnOffEditorMode();
      const rest = this.line;
      this.clearLine();
      this._runBuffered(rest);
    } else if (key.name === 'up' || key.name === 'down') {
      // Each line is by itself here: there is no history to go to.
    } else {
      Interface.prototype._ttyWrite.call(this, string, key);
    }
  },

  // Runs what editor mode, or a file, gave.
  _runBuffered(rest) {
    this._evaluatingEditor = true;
    const line = this._buffered + rest;
    this._buffered = '';
    try {
      if (line.trim() === '') this.displayPrompt();
      else this._handleLine(line);
    } finally {
      this._evaluatingEditor = false;
    }
  },

  _runText(text) {
    if (this.terminal) this._writeToOutput(`${text}\n`);
    if (text.endsWith('\n')) text = text.slice(0, -1);
    this._buffered = '';
    this._runBuffered(text);
  },

  // --- Contexts. ---

  _isBuiltinGetter(name) {
    return require('repl/context').isBuiltinGetter(name);
  },

  // The global of the context, whose prototypes the sandbox does not have.
  _global() {
    if (this.useGlobal) return globalThis;
    this._globalOf ??= new WeakMap();
    let global = this._globalOf.get(this.context);
    if (global === undefined) {
      global = require('vm').runInContext('globalThis', this.context);
      this._globalOf.set(this.context, global);
    }
    return global;
  },

  _exit() {
    const exit = () => this.emit('exit');
    if (this.historyManager.isFlushing) this.once('flushHistory', exit);
    else exit();
  },
};
defineMethods(REPLServer.prototype, methods);

/** Keeps the history in a file: a path, or {filePath, size, removeHistoryDuplicates, onHistoryFileLoaded}. */
REPLServer.prototype.setupHistory = function setupHistory(historyPath = undefined, callback = undefined) {
  let options = { __proto__: null };
  if (historyPath !== null && typeof historyPath === 'object') {
    options = historyPath;
    historyPath = options.filePath;
    callback = options.onHistoryFileLoaded ?? callback;
  }
  if (typeof historyPath === 'function') {
    callback = historyPath;
    historyPath = undefined;
  }
  require('repl/history_file').setupHistory(this, historyPath, options, callback ?? (() => {}));
};

/** Forgets what has been entered of a command that is not complete. */
REPLServer.prototype.clearBufferedCommand = function clearBufferedCommand() {
  this._buffered = '';
};

/** Ends the REPL: emits 'exit', once input that is being evaluated is done. */
REPLServer.prototype.close = function close() {
  if (this.closed || this._closing) return;
  if (this._waiting) {
    this._closeLater = true;
    return;
  }
  this._closing = true;
  nextTick(() => Interface.prototype.close.call(this));
};

/** A context as the REPL's code has it: globalThis with useGlobal, otherwise a new one with what globalThis has. */
REPLServer.prototype.createContext = function() {
  return require('repl/context').createContext(this);
};

/** Begins with a new context; 'reset'. */
REPLServer.prototype.resetContext = function() {
  if (this.context !== undefined && !this.useGlobal) require('repl/quiet').forgetContext(this.context);
  this.context = this.createContext();
  this.underscoreAssigned = false;
  this.underscoreErrAssigned = false;
  this.lines = [];
  this.lines.level = [];
  require('repl/context').defineUnderscores(this, this.context);
  this.emit('reset', this.context);
};

/** Writes the prompt and resumes the input; with `preserveCursor` the cursor stays where it is in the line. */
REPLServer.prototype.displayPrompt = function(preserveCursor) {
  if (this.closed) return;
  Interface.prototype.setPrompt.call(this, this._buffered === '' ? this._initialPrompt : CONTINUATION);
  this.prompt(preserveCursor);
};

/** Sets the prompt, also the one that comes back after input of several lines. */
REPLServer.prototype.setPrompt = function setPrompt(prompt) {
  this._initialPrompt = prompt;
  Interface.prototype.setPrompt.call(this, prompt);
};

/** complete(text, callback): what `text` may go on with: callback(error, [completions, completed]). */
REPLServer.prototype.complete = function(...args) {
  this._complete(...args);
};

/** A completion callback for editor mode, where all completions are shown by their common beginning only. */
REPLServer.prototype.completeOnEditorMode = function(callback) {
  return (error, result) => {
    if (error) return callback(error);
    const [completions, completed = ''] = result;
    let prefix;
    for (const name of completions) {
      if (!name) continue;
      prefix ??= name;
      while (!name.startsWith(prefix)) prefix = prefix.slice(0, -1);
    }
    callback(null, prefix === undefined || completed === '' ? [[`${completed}`], completed] : [[prefix], completed]);
  };
};

/** Adds the command `.keyword`: a function, or {help, action}. */
REPLServer.prototype.defineCommand = function(keyword, cmd) {
  if (typeof cmd === 'function') {
    cmd = { action: cmd };
  } else {
    const { validateFunction } = require('validators');
    validateFunction(cmd.action, 'cmd.action');
  }
  this.commands[keyword] = cmd;
};

for (const [old, name] of [['inputStream', 'input'], ['outputStream', 'output']]) {
  const { deprecate } = require('util');
  const message = 'repl.inputStream and repl.outputStream are deprecated. Use repl.input and repl.output instead';
  Object.defineProperty(REPLServer.prototype, old, {
    __proto__: null,
    configurable: true,
    enumerable: false,
    get: deprecate(function() { return this[name]; }, message, 'DEP0141'),
    set: deprecate(function(stream) { this[name] = stream; }, message, 'DEP0141'),
  });
}

module.exports = { REPLServer };
