// Pasted text, where the terminal marks it: it becomes part of the input as it is, several lines too, and nothing of it
// runs before enter is pressed.
'use strict';
const process = require('process_object');
const { bracketPastes } = binding('tty');

class Paste {
  #server;
  #text;        // what has come of it; undefined when nothing is being pasted

  constructor(server) {
    this.#server = server;
  }

  /** Whether the key belongs to a paste. Its end inserts the text. */
  take(key) {
    if (key.name === 'paste-start') {
      this.#text = '';
      return true;
    }
    if (this.#text === undefined) return false;
    if (key.name !== 'paste-end') {
      this.#text += key.sequence ?? '';
      return true;
    }
    const text = this.#text.replace(/\r\n?/g, '\n').replace(/\n+$/, '');
    this.#text = undefined;
    if (text !== '') this.#server._insertText(text);
    return true;
  }

  /** Together with raw mode: what a program that runs meanwhile reads is unmarked. */
  setEnabled(enable) {
    bracketPastes(enable);
  }
}

/** A Paste, for a REPL that has the process's terminal for itself; otherwise undefined. */
function pasteFor(server) {
  const { input, output } = server;
  const { stdin, stdout, env } = process;
  if (input !== stdin || output !== stdout || !stdin.isTTY || !stdout.isTTY || env.TERM === 'dumb') return undefined;
  return new Paste(server);
}

module.exports = { pasteFor };
