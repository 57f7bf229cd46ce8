// What is shown while one types: how the name goes on, and what the line would give.
'use strict';
const { cursorTo, moveCursor, clearLine } = require('readline/cursor');
const { evaluateQuietly } = require('repl/quiet');
const { asExpression } = require('repl/evaluate');
const { getStringWidth } = require('inspect/string_width');
const { REPL_MODE_STRICT } = require('repl/modes');

const MAX_COLUMNS = 250;

function commonPrefix(strings) {
  let prefix = strings[0] ?? '';
  for (const string of strings) {
    while (!string.startsWith(prefix)) prefix = prefix.slice(0, -1);
  }
  return prefix;
}

let strictByDefault;

// V8's --use-strict makes all code strict.
function isStrictByDefault() {
  strictByDefault ??= require('vm').runInThisContext('(function() { return this === undefined; })()');
  return strictByDefault;
}

/** What the REPL shows in grey while a line is typed: how it may go on, and what it would give. */
class Preview {
  #server;
  #suffix = '';         // how the last name would go on
  #result = '';         // what the line would give
  #escaped = null;      // the line whose completion was refused
  #request = 0;

  constructor(server) {
    this.#server = server;
  }

  /** Takes away what is shown, before `key` does what it does; some keys accept the completion. */
  clear(key) {
    const server = this.#server;
    if (this.#result !== '') {
      const { cursor, end } = this.#places();
      const rows = end.rows - cursor.rows + 1;
      moveCursor(server.output, 0, rows);
      clearLine(server.output, 0);
      moveCursor(server.output, 0, -rows);
      this.#result = '';
    }
    if (this.#suffix === '') return;
    server._writeToOutput('\x1b[0K');
    const suffix = this.#suffix;
    this.#suffix = '';
    if (key.name === 'escape') {
      this.#escaped = server.line;
    } else if (!key.ctrl && !key.meta && !key.shift && server.cursor === server.line.length &&
               (key.name === 'return' || key.name === 'enter' || key.name === 'right' || key.name === 'end')) {
      server._insertString(suffix);
    }
  }

  #places() {
    const server = this.#server;
    return { cursor: server.getCursorPos(), end: server._getDisplayPos(`${server.getPrompt()}${server.line.replaceAll('\n', '\n| ')}${this.#shownSuffix()}`) };
  }

  #shownSuffix() {
    if (this.#suffix === '') return '';
    return this.#server.useColors ? this.#suffix : ` // ${this.#suffix}`;
  }

  /** Shows what there is to show for the line. */
  show() {
    const server = this.#server;
    if (!server.isCompletionEnabled || server.line.trim() === '' || server.closed) return;
    const request = ++this.#request;
    this.#suffix = '';
    const { line } = server;
    if (line === this.#escaped || server.cursor !== line.length || line.includes('\n')) {
      this.#showResult(line);
      return;
    }
    this.#escaped = null;
    // A completer may answer later: then the line may be another.
    server._complete(line, (error, completions) => {
      if (request !== this.#request || server.line !== line || server.closed) return;
      if (!error && completions) this.#showSuffix(completions);
      this.#showResult(line + this.#suffix);
    });
  }

  /** What was asked for is of no use any longer. */
  cancel() {
    this.#request++;
  }

  #showSuffix([completions, completed]) {
    const names = (completions ?? []).filter((name) => name !== '');
    if (names.length === 0 || typeof completed !== 'string') return;
    const prefix = commonPrefix(names);
    if (!prefix.startsWith(completed) || prefix.length <= completed.length || completed === '') return;
    this.#suffix = prefix.slice(completed.length);
    const server = this.#server;
    const { cols } = server.getCursorPos();
    server._writeToOutput(server.useColors ? `\x1b[90m${this.#suffix}\x1b[39m` : ` // ${this.#suffix}`);
    cursorTo(server.output, cols);
    const { cursor, end } = this.#places();
    if (end.rows > cursor.rows) moveCursor(server.output, 0, cursor.rows - end.rows);
  }

  #showResult(line) {
    const server = this.#server;
    if (line.startsWith('.')) return;
    const text = this.#evaluate(line);
    if (text === undefined || text === line.trim()) return;
    const { cursor, end } = this.#places();
    const rows = end.rows - cursor.rows;
    this.#result = text;
    if (rows > 0) moveCursor(server.output, 0, rows);
    server._writeToOutput(server.useColors ? `\n\x1b[90m${text}\x1b[39m` : `\n// ${text}`);
    cursorTo(server.output, cursor.cols);
    moveCursor(server.output, 0, -rows - 1);
  }

  #evaluate(line) {
    const server = this.#server;
    if (/\b(?:await|import|debugger)\b/.test(line)) return undefined;
    const strict = server.replMode === REPL_MODE_STRICT || isStrictByDefault();
    const outcome = evaluateQuietly(server, `${strict ? "'use strict';" : ''}${asExpression(line)}`);
    if (outcome === undefined || outcome.value === undefined) return undefined;
    if (outcome.thrown && !this.#tellsError(outcome.value, strict)) return undefined;
    return this.#fit(this.#inspect(outcome.value));
  }

  // What is being typed is wrong most of the time: only errors that stay are shown.
  #tellsError(error, strict) {
    if (typeof error !== 'object' || error === null) return true;
    return error.name !== 'SyntaxError' && (strict || error.name !== 'ReferenceError');
  }

  #inspect(value) {
    const { writer } = this.#server;
    if (Error.isError(value)) {
      // Of an error, what it says.
      const { name, message } = value;
      return typeof name === 'string' && typeof message === 'string' ? `${name}${message === '' ? '' : `: ${message}`}` : '';
    }
    const { Buffer } = require('buffer');
    try {
      return require('inspect').inspect(value, {
        ...writer.options, depth: 1, colors: false, compact: true, breakLength: Infinity, showProxy: true,
        customInspect: Buffer.isBuffer(value), getters: false,
      });
    } catch {
      return '';
    }
  }

  // One row of text.
  #fit(text) {
    let line = text.split('\n', 1)[0];
    if (line === '') return undefined;
    const { columns, useColors } = this.#server;
    const room = Math.min(columns, MAX_COLUMNS) - (useColors ? 0 : 3);
    if (getStringWidth(line) <= room) return line;
    const width = Math.max(room - 3, 1);
    let kept = 0;
    let end = 0;
    for (const char of line) {
      kept += getStringWidth(char);
      if (kept > width) break;
      end += char.length;
    }
    line = `${line.slice(0, end)}...`;
    return line;
  }
}

module.exports = { Preview };
