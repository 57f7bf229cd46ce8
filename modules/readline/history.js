// The lines that were entered, newest first, and the walk through them by arrow keys.
// A multi-line entry is kept on one line of the history file: its lines in reverse order, joined by '\r'.
'use strict';
const { validateArray, validateNumber } = require('validators');

const DEFAULT_SIZE = 30;

function reversed(text, from, to) {
  return text.includes(from) ? text.split(from).reverse().join(to) : text;
}

/** A line as the history keeps it. */
function toEntry(line) {
  return reversed(line, '\n', '\r');
}

/** An entry as it is edited. */
function toLine(entry) {
  return reversed(entry, '\r', '\n');
}

class History {
  /** Options: history (array of lines), historySize (30; 0 keeps nothing), removeHistoryDuplicates. */
  constructor(rl, { history = [], size = DEFAULT_SIZE, removeHistoryDuplicates = false }) {
    validateArray(history, 'history');
    validateNumber(size, 'size', 0);
    this.rl = rl;
    this.history = history;
    this.size = size;
    this.removeHistoryDuplicates = Boolean(removeHistoryDuplicates);
    this.index = -1;            // -1: the line being typed; history.length: past the oldest
    this.isFlushing = false;    // the history file is being written
  }

  /** Remembers `line`, which may continue the entry before it. */
  add(line, continued) {
    if (line.trim().length === 0) return;
    const entry = toEntry(line);
    const { history } = this;
    if (continued) history.shift();
    if (history[0] !== entry) {
      if (this.removeHistoryDuplicates) {
        const old = history.indexOf(entry);
        if (old !== -1) history.splice(old, 1);
      }
      history.unshift(entry);
      if (history.length > this.size) history.pop();
    }
    this.index = -1;
    this.rl.emit('history', history);
  }

  /** The next older line that begins with `search` and differs from `current`; `search` itself when there is none. */
  older(search, current) {
    const { history } = this;
    if (this.index >= history.length || history.length === 0) return undefined;
    let index = this.index + 1;
    while (index < history.length && !this.#fits(index, search, current)) index++;
    this.index = index;
    return index === history.length ? search : toLine(history[index]);
  }

  /** The next newer line, in the same way. */
  newer(search, current) {
    if (this.index < 0) return undefined;
    let index = this.index - 1;
    while (index >= 0 && !this.#fits(index, search, current)) index--;
    this.index = index;
    return index === -1 ? search : toLine(this.history[index]);
  }

  #fits(index, search, current) {
    const line = toLine(this.history[index]);
    return line.startsWith(search) && line !== current;
  }

  /** The walk is over: when it ended past the oldest line, the next begins anew. */
  endWalk() {
    if (this.index === this.history.length) this.index = -1;
  }
}

module.exports = { History, toEntry, toLine };
