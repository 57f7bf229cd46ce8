// Where text ends on a terminal of a given width: a position that text moves on.
'use strict';
const { getStringWidth, removeEscapes } = require('inspect/string_width');

/** A place on the screen, relative to where the prompt began. */
class Position {
  constructor(columns, tabSize) {
    this.columns = columns;     // Infinity when unknown
    this.tabSize = tabSize;
    this.rows = 0;
    this.offset = 0;            // from the row's start; may span wrapped rows
  }

  /** Moves on by `text`, which has no escape sequences. */
  advance(text) {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x20 && code < 0x7f) this.offset++;
      else i += this.#advanceSpecial(text, i, code);
    }
    return this;
  }

  // Returns how many more code units the character has.
  #advanceSpecial(text, i, code) {
    if (code === 0x0a) {
      this.rows += Math.ceil(this.offset / this.columns) || 1;
      this.offset = 0;
      return 0;
    }
    if (code === 0x09) {
      this.offset += this.tabSize - (this.offset % this.tabSize);
      return 0;
    }
    const char = String.fromCodePoint(text.codePointAt(i));
    const width = getStringWidth(char);
    // A wide character that does not fit is put on the next row.
    if (width === 2 && (this.offset + 1) % this.columns === 0) this.offset++;
    this.offset += width;
    return char.length - 1;
  }

  get cols() {
    return this.offset % this.columns;
  }

  get row() {
    return this.rows + (this.offset - this.cols) / this.columns;
  }

  copy() {
    const copy = new Position(this.columns, this.tabSize);
    copy.rows = this.rows;
    copy.offset = this.offset;
    return copy;
  }
}

module.exports = { Position, visible: removeEscapes };
