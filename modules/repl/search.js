// Searching the history: ctrl-R backwards, ctrl-S forwards. The entry found is shown, the part that fits underlined.
'use strict';
const { cursorTo, moveCursor, clearScreenDown } = require('readline/cursor');
const { toLine } = require('readline/history');

const BACKWARDS = 'bck', FORWARDS = 'fwd';

/** The search in the history, by ctrl+R (backwards) and ctrl+S (forwards). */
class HistorySearch {
  #server;
  #direction = null;            // null: no search is under way
  #input = '';
  #index = -1;                  // of the entry shown; -1: the line that was typed
  #place = -1;                  // where in it the input is
  #line = '';                   // what was typed before
  #cursor = 0;
  #seen = new Set();

  constructor(server) {
    this.#server = server;
  }

  /** Whether a search is under way. */
  get active() {
    return this.#direction !== null;
  }

  /** Whether `key` was the search's. */
  take(string, key) {
    if (key.ctrl && !key.meta && (key.name === 'r' || key.name === 's')) {
      this.#turn(key.name === 'r' ? BACKWARDS : FORWARDS);
      return true;
    }
    if (!this.active) return false;
    if (key.name === 'escape' || (key.ctrl && key.name === 'c')) {
      this.#end(false);
      return key.name === 'escape' || false;
    }
    if (key.name === 'backspace' || (key.ctrl && (key.name === 'h' || key.name === 'w'))) {
      this.#input = this.#input.slice(0, -1);
      this.#restart();
      return true;
    }
    if (!key.ctrl && !key.meta && typeof string === 'string' && string !== '' && !/[\x00-\x1f\x7f]/.test(string) &&
        key.name !== 'return' && key.name !== 'enter') {
      this.#input += string;
      this.#find(true);
      this.#draw();
      return true;
    }
    this.#end(true);
    return false;
  }

  #turn(direction) {
    const server = this.#server;
    if (this.#direction === null) {
      this.#line = server.line;
      this.#cursor = server.cursor;
      this.#input = '';
      this.#index = -1;
      this.#place = -1;
      this.#seen.clear();
      this.#direction = direction;
    } else {
      if (direction !== this.#direction) this.#seen.clear();
      this.#direction = direction;
      if (this.#input !== '') this.#find(false);
    }
    this.#draw();
  }

  #restart() {
    this.#index = -1;
    this.#place = -1;
    this.#seen.clear();
    if (this.#input !== '') this.#find(true);
    this.#draw();
  }

  // Looks for the input from where the search is; `stay`: what is shown may still do.
  #find(stay) {
    const { history } = this.#server;
    const backwards = this.#direction === BACKWARDS;
    const step = backwards ? 1 : -1;
    let index = this.#index;
    let place = this.#place;
    if (index === -1 || index >= history.length) {
      index = backwards ? 0 : (this.#index === -1 ? -1 : history.length - 1);
      place = -1;
    } else if (!stay) {
      // Another occurrence in the same entry comes first.
      const line = toLine(history[index]);
      place = backwards ? (place === 0 ? -2 : line.lastIndexOf(this.#input, place - 1)) : line.indexOf(this.#input, place + 1);
      if (place >= 0) {
        this.#place = place;
        return;
      }
      index += step;
    }
    for (; index >= 0 && index < history.length; index += step) {
      const line = toLine(history[index]);
      const at = backwards ? line.lastIndexOf(this.#input) : line.indexOf(this.#input);
      if (at === -1 || (index !== this.#index && this.#seen.has(line))) continue;
      this.#seen.add(line);
      this.#index = index;
      this.#place = at;
      return;
    }
    this.#index = backwards ? history.length : -1;
    this.#place = -1;
  }

  get #found() {
    return this.#place >= 0 && this.#index >= 0 && this.#index < this.#server.history.length;
  }

  #erase() {
    const server = this.#server;
    const { rows } = server.getCursorPos();
    if (rows > 0) moveCursor(server.output, 0, -rows);
    cursorTo(server.output, server._getDisplayPos(server.getPrompt()).cols);
    clearScreenDown(server.output);
  }

  #draw() {
    const server = this.#server;
    this.#erase();
    const failed = this.#input !== '' && !this.#found;
    const line = this.#found ? toLine(server.history[this.#index]) : this.#line;
    server.line = line;
    server.cursor = this.#found ? this.#place : this.#cursor;
    const end = this.#place + this.#input.length;
    const shown = this.#found && server.useColors
      ? `${line.slice(0, this.#place)}\x1b[4m${line.slice(this.#place, end)}\x1b[24m${line.slice(end)}` : line;
    const status = `${failed ? 'failed-' : ''}${this.#direction}-i-search: ${this.#input}_`;
    server._writeToOutput(`${shown.replaceAll('\n', '\n| ')}\n${status}`);
    const total = server._getDisplayPos(`${server.getPrompt()}${line.replaceAll('\n', '\n| ')}\n${status}`);
    const cursor = server.getCursorPos();
    moveCursor(server.output, 0, cursor.rows - total.rows);
    cursorTo(server.output, cursor.cols);
    server.prevRows = cursor.rows;
  }

  #end(accept) {
    const server = this.#server;
    this.#erase();
    if (accept && this.#found) {
      server.historyIndex = this.#index;
    } else {
      server.line = this.#line;
      server.cursor = this.#cursor;
    }
    this.#direction = null;
    server.prevRows = 0;
    server._refreshLine();
  }
}

module.exports = { HistorySearch };
