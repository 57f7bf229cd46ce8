// Editing of a line on a terminal: keys, cursor, history, kill ring, undo, completion, and drawing.
'use strict';
const process = require('process_object');
const { InterfaceConstructor, defineMethods } = require('readline/interface');
const { emitKeypressEvents } = require('readline/keypress');
const { cursorTo, moveCursor, clearScreenDown } = require('readline/cursor');
const { Position, visible } = require('readline/layout');
const { wordStart, nextWord, widthLeft, widthRight } = require('readline/words');

const LINE_END = /\r\n|\n|\r/;
const MAX_UNDO = 2048;
const MAX_KILLED = 32;
const CONTINUATION = '| ';      // before each further line of a multi-line input
const UNDO = '\x1f', REDO = '\x1e';

/** An Interface that can edit. */
function Interface(input, output, completer, terminal) {
  InterfaceConstructor.call(this, input, output, completer, terminal);
}
Object.setPrototypeOf(Interface.prototype, InterfaceConstructor.prototype);
Object.setPrototypeOf(Interface, InterfaceConstructor);

// What keys do: methods by key name. With ctrl or meta only the respective table counts.
const ctrlShiftKeys = { __proto__: null, backspace: '_deleteLineLeft', delete: '_deleteLineRight' };
const ctrlKeys = {
  __proto__: null, a: '_lineStart', b: '_charLeft', c: '_interrupt', d: '_deleteRightOrClose', e: '_lineEnd',
  f: '_charRight', h: '_deleteLeft', k: '_deleteLineRight', l: '_clearScreen', n: '_historyNext', p: '_historyPrev',
  u: '_deleteLineLeft', w: '_deleteWordLeft', y: '_yank', z: '_suspend', backspace: '_deleteWordLeft',
  delete: '_deleteWordRight', left: '_wordLeft', right: '_wordRight',
};
const metaKeys = {
  __proto__: null, b: '_wordLeft', d: '_deleteWordRight', f: '_wordRight', y: '_yankPop', backspace: '_deleteWordLeft',
  delete: '_deleteWordRight',
};
const plainKeys = {
  __proto__: null, backspace: '_deleteLeft', delete: '_deleteRight', down: '_moveDownOrHistoryNext', end: '_lineEnd',
  home: '_lineStart', left: '_charLeft', right: '_charRight', up: '_moveUpOrHistoryPrev',
};

function commonPrefix(strings) {
  if (strings.length === 0) return '';
  let prefix = strings[0];
  for (const string of strings) {
    while (!string.startsWith(prefix)) prefix = prefix.slice(0, -1);
  }
  return prefix;
}

// Completions in columns. An empty string divides groups.
function tableOf(completions, columns) {
  const { getStringWidth } = require('inspect/string_width');
  const width = Math.max(...completions.map((text) => getStringWidth(text))) + 2;
  const perRow = columns === Infinity ? 1 : Math.floor(columns / width) || 1;
  let table = '';
  let row = [];
  const endRow = () => {
    table += row.map((text, i) => (i === row.length - 1 ? text : text + ' '.repeat(width - getStringWidth(text)))).join('');
    row = [];
  };
  for (const text of completions) {
    if (text === '' || row.length === perRow) {
      endRow();
      table += '\r\n';
    }
    if (text === '') table += '\r\n';
    else row.push(text);
  }
  const open = row.length > 0;
  endRow();
  return `\r\n${table}${open ? '\r\n\r\n' : ''}`;
}

defineMethods(Interface.prototype, {
  // --- Listening. ---

  _listenToKeys() {
    const { input, output } = this;
    const onKeypress = (string, key) => this._ttyWrite(string, key);
    const onEnd = () => {
      if (this.line.length > 0) this._onLine(this.line);
      this.close();
    };
    const onResize = () => this._refreshLine();
    const onError = (error) => this.emit('error', error);
    this.cursor = 0;
    this._undoStack = [];
    this._redoStack = [];
    this._killRing = [];
    this._killRingCursor = 0;
    this._yanking = false;
    this._substringSearch = null;   // what the lines met by arrow keys begin with, during a walk through the history
    this._stale = false;            // what is on the screen is not the line
    this._goalColumn = -1;          // where the cursor wants to be, during a walk through the lines of an input
    this.prevRows = 0;              // the row of the cursor, below the prompt's first
    this._measured = undefined;     // the position of the end of a line, kept for the next character
    emitKeypressEvents(input, this);
    input.on('error', onError);
    input.on('keypress', onKeypress);
    input.on('end', onEnd);
    this._setRawMode(true);
    output?.on?.('resize', onResize);
    this.once('close', () => {
      input.removeListener('error', onError);
      input.removeListener('keypress', onKeypress);
      input.removeListener('end', onEnd);
      output?.removeListener?.('resize', onResize);
    });
  },

  /** A key was pressed: `string` is what it types, `key` which it is. */
  _ttyWrite(string, key) {
    this._previousKeyPressed = this._previousKey;
    key ??= {};
    this._previousKey = key;
    if (process.env.TERM === 'dumb') return this._dumbWrite(string, key);
    if (key.sequence === UNDO) return this._undo();
    if (key.sequence === REDO) return this._redo();
    this._endWalks(key);
    if (key.name === 'escape') return;
    if (key.ctrl) {
      const table = key.shift ? ctrlShiftKeys : ctrlKeys;
      if (key.name in table) this[table[key.name]]();
    } else if (key.meta) {
      if (key.name in metaKeys) this[metaKeys[key.name]]();
    } else {
      this._plainKey(string, key);
    }
  },

  _plainKey(string, key) {
    if (this._sawReturnAt !== 0 && key.name !== 'enter') this._sawReturnAt = 0;
    switch (key.name) {
      case 'return':
        this._sawReturnAt = Date.now();
        this._line();
        break;
      case 'enter':
        // The '\n' of a '\r\n' is no second line.
        if (this._sawReturnAt === 0 || Date.now() - this._sawReturnAt > this.crlfDelay) this._line();
        this._sawReturnAt = 0;
        break;
      case 'tab':
        if (typeof this.completer === 'function' && this.isCompletionEnabled) {
          this._tabComplete(this._previousKeyPressed?.name === 'tab');
          break;
        }
        this._type(string);
        break;
      default:
        if (key.name in plainKeys) this[plainKeys[key.name]]();
        else this._type(string);
    }
  },

  // Without a terminal's abilities: no editing but what the terminal itself does.
  _dumbWrite(string, key) {
    if (key.name === 'escape') return;
    if (this._sawReturnAt !== 0 && key.name !== 'enter') this._sawReturnAt = 0;
    if (key.ctrl) {
      if (key.name === 'c') this._interrupt();
      else if (key.name === 'd') this._closedBy('Ctrl+D');
      return;
    }
    if (key.name === 'return' || key.name === 'enter') this._plainKey(string, key);
    else this._type(string);
  },

  _type(string) {
    if (typeof string !== 'string' || string === '') return;
    if (!LINE_END.test(string)) {
      this._insertString(string);
      return;
    }
    const lines = string.split(LINE_END);
    for (let i = 0; i < lines.length; i++) {
      if (i > 0) this._line();
      if (lines[i] !== '') this._insertString(lines[i]);
    }
  },

  // What a row of equal keys began ends with another key.
  _endWalks(key) {
    const vertical = !key.ctrl && !key.meta && !key.shift && (key.name === 'up' || key.name === 'down');
    if (!vertical) this._goalColumn = -1;
    if (this._substringSearch === null) {
      if (vertical) this._substringSearch = this.line.slice(0, this.cursor);
    } else if (!vertical) {
      this._substringSearch = null;
      this.historyManager.endWalk();
    }
    if (!(key.meta && key.name === 'y')) this._yanking = false;
  },

  // --- Control keys. ---

  _interrupt() {
    if (this.listenerCount('SIGINT') > 0) this.emit('SIGINT');
    else this._closedBy('Ctrl+C');
  },

  _deleteRightOrClose() {
    if (this.cursor === 0 && this.line.length === 0) this._closedBy('Ctrl+D');
    else this._deleteRight();
  },

  _closedBy(key) {
    const reject = this._questionReject;
    if (reject) {
      const { AbortError } = require('errors');
      reject(new AbortError(`Aborted with ${key}`));
    }
    this.close();
  },

  _suspend() {
    if (process.platform === 'win32') return;
    if (this.listenerCount('SIGTSTP') > 0) {
      this.emit('SIGTSTP');
      return;
    }
    process.once('SIGCONT', () => {
      if (!this.paused) {
        this.pause();
        this.emit('SIGCONT');
      }
      this._setRawMode(true);
      this._refreshLine();
    });
    this._setRawMode(false);
    process.kill(process.pid, 'SIGTSTP');
  },

  _clearScreen() {
    cursorTo(this.output, 0, 0);
    clearScreenDown(this.output);
    this.prevRows = 0;
    this._refreshLine();
  },

  // --- Moving. ---

  _charLeft() { this._moveCursor(-widthLeft(this.line, this.cursor)); },
  _charRight() { this._moveCursor(widthRight(this.line, this.cursor)); },
  _wordLeft() { this._moveCursor(wordStart(this.line, this.cursor) - this.cursor); },
  _wordRight() { this._moveCursor(nextWord(this.line, this.cursor) - this.cursor); },
  _lineStart() { this._moveCursor(-Infinity); },
  _lineEnd() { this._moveCursor(Infinity); },

  /** Moves the cursor by `dx` code units within the line. */
  _moveCursor(dx) {
    if (dx === 0) return;
    const from = this.getCursorPos();
    this.cursor = Math.min(Math.max(this.cursor + dx, 0), this.line.length);
    const to = this.getCursorPos();
    if (from.rows === to.rows) moveCursor(this.output, to.cols - from.cols, 0);
    else this._refreshLine();
  },

  _moveUpOrHistoryPrev() {
    const start = this.line.lastIndexOf('\n', this.cursor - 1) + 1;
    if (this.cursor === 0 || start === 0) return this._historyPrev();
    this._moveToLine(this.line.lastIndexOf('\n', start - 2) + 1, start - 1, this.cursor - start);
  },

  _moveDownOrHistoryNext() {
    const end = this.line.indexOf('\n', this.cursor);
    if (end === -1) return this._historyNext();
    const start = this.cursor === 0 ? 0 : this.line.lastIndexOf('\n', this.cursor - 1) + 1;
    const next = this.line.indexOf('\n', end + 1);
    this._moveToLine(end + 1, next === -1 ? this.line.length : next, this.cursor - start);
  },

  _moveToLine(start, end, column) {
    if (this._goalColumn === -1) this._goalColumn = column;
    this._moveCursor(Math.min(start + this._goalColumn, end) - this.cursor);
  },

  // --- The history. ---

  _historyPrev() {
    this._showHistory(this.historyManager.older(this._substringSearch ?? '', this.line));
  },

  _historyNext() {
    this._showHistory(this.historyManager.newer(this._substringSearch ?? '', this.line));
  },

  _showHistory(line) {
    if (line === undefined) return;
    this.line = line;
    this.cursor = line.length;
    this._goalColumn = -1;
    this._refreshLine();
  },

  /** Remembers the line; returns it. */
  _addHistory() {
    if (this.line !== '' && this.terminal && this.historyManager.size > 0) this.historyManager.add(this.line);
    return this.line;
  },

  // --- Changing the line. ---

  _beforeEdit() {
    if (this._undoStack.push({ line: this.line, cursor: this.cursor }) > MAX_UNDO) this._undoStack.shift();
  },

  _undo() { this._restore(this._undoStack, this._redoStack); },
  _redo() { this._restore(this._redoStack, this._undoStack); },

  _restore(from, to) {
    if (from.length === 0) return;
    to.push({ line: this.line, cursor: this.cursor });
    ({ line: this.line, cursor: this.cursor } = from.pop());
    this._refreshLine();
  },

  /** Types `string`, which has no line ends, at the cursor. */
  _insertString(string) {
    this._beforeEdit();
    const { line, cursor } = this;
    if (cursor < line.length) {
      this.line = line.slice(0, cursor) + string + line.slice(cursor);
      this.cursor += string.length;
      // Pasted text is drawn when it has all come.
      if (this.isCompletionEnabled) this._refreshLine();
      else this._stale = true;
      return;
    }
    const end = this._endPosition().copy();
    const row = end.row;
    end.advance(visible(string));
    this.line += string;
    this.cursor = this.line.length;
    this._measured = { prompt: this._prompt, line: this.line, position: end };
    if (end.cols === 0 && end.row > row) {
      // The terminal waits at the edge: make it go on to the next row.
      if (this.isCompletionEnabled) return this._refreshLine();
      string += ' \r';
    }
    if (end.row > row) this.prevRows = end.row;
    this._writeToOutput(string);
  },

  /** Puts `text`, of one line or more, in at the cursor. */
  _insertText(text) {
    if (!text.includes('\n')) return this._insertString(text);
    this._beforeEdit();
    this.line = this.line.slice(0, this.cursor) + text + this.line.slice(this.cursor);
    this.cursor += text.length;
    this._refreshLine();
  },

  // Takes [start, end) out of the line and leaves the cursor there.
  _cut(start, end) {
    const cut = this.line.slice(start, end);
    if (cut === '') return cut;
    this._beforeEdit();
    this.line = this.line.slice(0, start) + this.line.slice(end);
    this.cursor = start;
    this._refreshLine();
    return cut;
  },

  _deleteLeft() { this._cut(this.cursor - widthLeft(this.line, this.cursor), this.cursor); },
  _deleteRight() { this._cut(this.cursor, this.cursor + widthRight(this.line, this.cursor)); },
  _deleteWordLeft() { this._cut(wordStart(this.line, this.cursor), this.cursor); },
  _deleteWordRight() { this._cut(this.cursor, nextWord(this.line, this.cursor)); },
  _deleteLineLeft() { this._keepKilled(this._cut(0, this.cursor)); },
  _deleteLineRight() { this._keepKilled(this._cut(this.cursor, this.line.length)); },

  // The line is drawn anew also where nothing was cut, as on Node.
  _keepKilled(text) {
    if (text === '') this._refreshLine();
    if (text === '' || text === this._killRing[0]) return;
    this._killRing.unshift(text);
    this._killRingCursor = 0;
    if (this._killRing.length > MAX_KILLED) this._killRing.pop();
  },

  _yank() {
    if (this._killRing.length === 0) return;
    this._yanking = true;
    this._insertString(this._killRing[this._killRingCursor]);
  },

  // Replaces what was yanked with what was killed before it.
  _yankPop() {
    if (!this._yanking || this._killRing.length < 2) return;
    const last = this._killRing[this._killRingCursor];
    this._killRingCursor = (this._killRingCursor + 1) % this._killRing.length;
    const next = this._killRing[this._killRingCursor];
    const start = this.cursor - last.length;
    this.line = this.line.slice(0, start) + next + this.line.slice(this.cursor);
    this.cursor = start + next.length;
    this._refreshLine();
  },

  // --- The line is done. ---

  _line() {
    if (this._stale) this._refreshLine();
    if (this._keepsLine) {
      this._lastLine = { line: this.line, cursor: this.cursor, history: this.history.slice() };
    }
    const line = this._addHistory();
    this._undoStack.length = 0;
    this._redoStack.length = 0;
    this.clearLine();
    this._onLine(line);
  },

  // The line was not complete: it gets a line end where enter was pressed, and is edited on.
  _continueLine() {
    const { line, cursor, history } = this._lastLine;
    this.history.splice(0, Infinity, ...history);
    this.line = line;
    const endRow = this._endPosition().row;
    this.line = `${line.slice(0, cursor)}\n${line.slice(cursor)}`;
    this.cursor = cursor + 1;
    if (cursor === line.length) {
      this.prevRows = this.getCursorPos().rows;
      this._writeToOutput(CONTINUATION);
    } else {
      this.prevRows = endRow + 1;
      this._refreshLine();
    }
  },

  /** Leaves the line on the screen and begins an empty one below it. */
  clearLine() {
    if (this.terminal) this._moveCursor(Infinity);
    this._writeToOutput('\r\n');
    this.line = '';
    this.cursor = 0;
    this.prevRows = 0;
  },

  // --- Completion. ---

  _tabComplete(again) {
    this.pause();
    this._complete(this.line.slice(0, this.cursor), (error, value) => {
      if (this.closed) return;
      this.resume();
      if (error) {
        this._writeToOutput(`Tab completion error: ${require('inspect').inspect(error)}`);
        return;
      }
      this._showCompletions(again, value);
    });
  },

  // A completer gives its value, a promise of it, or, with two parameters, calls back.
  _complete(text, callback) {
    const { completer } = this;
    if (completer.length === 2) {
      completer.call(this, text, callback);
      return;
    }
    let value;
    try {
      value = completer.call(this, text);
    } catch (error) {
      callback(error);
      return;
    }
    if (typeof value?.then === 'function') value.then((result) => callback(null, result), callback);
    else callback(null, value);
  },

  _showCompletions(again, result) {
    if (!result) return;
    const [completions, completed] = result;
    if (!completions || completions.length === 0) return;
    const prefix = commonPrefix(completions.filter((text) => text !== ''));
    if (prefix.startsWith(completed) && prefix.length > completed.length) {
      this._insertString(prefix.slice(completed.length));
    } else if (!completed.startsWith(prefix)) {
      // The completion is written differently, in upper case for instance.
      this._beforeEdit();
      const start = this.cursor - completed.length;
      this.line = this.line.slice(0, start) + prefix + this.line.slice(this.cursor);
      this.cursor = start + prefix.length;
      this._refreshLine();
    } else if (again) {
      this._writeToOutput(tableOf(completions, this.columns));
      this.prevRows = 0;
      this._refreshLine();
    }
  },

  // --- Drawing. ---

  /** Where text ends on the screen: {cols, rows}, from the first row of the prompt. */
  _getDisplayPos(text) {
    const position = new Position(this.columns, this.tabSize).advance(visible(text));
    return { cols: position.cols, rows: position.row };
  },

  /** Where the cursor is on the screen: {cols, rows}, from the first row of the prompt. */
  getCursorPos() {
    const position = this.cursor >= this.line.length ? this._endPosition() : this._positionAfter(this.line.slice(0, this.cursor));
    return { cols: position.cols, rows: position.row };
  },

  _getCursorPos() {
    return this.getCursorPos();
  },

  _endPosition() {
    const { _measured: measured, line } = this;
    if (measured !== undefined && measured.line === line && measured.prompt === this._prompt &&
        measured.position.columns === this.columns) return measured.position;
    const position = this._positionAfter(line);
    this._measured = { prompt: this._prompt, line, position };
    return position;
  },

  _positionAfter(part) {
    return new Position(this.columns, this.tabSize).advance(visible(`${this._prompt}${displayed(part)}`));
  },

  /** Draws prompt and line anew. */
  _refreshLine() {
    const { output } = this;
    this._stale = false;
    const end = this._endPosition();
    const cursor = this.getCursorPos();
    if (this.prevRows > 0) moveCursor(output, 0, -this.prevRows);
    cursorTo(output, 0);
    clearScreenDown(output);
    this._writeToOutput(`${this._prompt}${displayed(this.line)}`);
    // At the edge of the screen a blank makes the terminal go on to the next row.
    if (end.cols === 0) this._writeToOutput(' ');
    cursorTo(output, cursor.cols);
    if (end.row > cursor.rows) moveCursor(output, 0, cursor.rows - end.row);
    this.prevRows = cursor.rows;
  },
});

function displayed(line) {
  if (!line.includes('\n')) return line;
  return line.replaceAll('\n', `\n${CONTINUATION}`);
}

module.exports = { Interface };
