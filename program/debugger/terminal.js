'use strict';
// Prints between the lines that a person types.

/** Output in front of which the prompt's line is cleared; `prompt` is the REPL once there is one. */
class Terminal {
  #output;
  prompt;

  constructor(output) {
    this.#output = output;
  }

  /** Writes in place of the current line; the next text replaces it unless this ends with a newline. */
  write(text) {
    this.#clearLine();
    this.#output.write(text);
  }

  print(text) {
    this.write(`${text}\n`);
  }

  /** Goes on with the current line. */
  append(text) {
    this.#output.write(text);
  }

  /** Shows the prompt again, with what has been typed. */
  showPrompt() {
    if (this.prompt !== undefined && !this.prompt.isBusy) this.prompt.show();
  }

  #clearLine() {
    if (!this.#output.isTTY) return void this.#output.write('\b');
    const { clearLine, cursorTo } = require('readline');
    cursorTo(this.#output, 0);
    clearLine(this.#output, 0);
  }
}

module.exports = { Terminal };
