'use strict';
// Which code an address is in, while code comes, moves and goes: libraries, and what V8 made.

/** @typedef {{start: number, end: number, name: string, isLibrary: boolean}} Code */

class CodeMap {
  #libraries = [];
  #codes = []; // sorted by start; none overlaps another

  addLibrary(name, start, end) {
    this.#libraries.push({ start, end, name, isLibrary: true });
  }

  /** New code, in the place of what was there. */
  add(start, size, name) {
    if (!(size > 0)) return;
    this.#put({ start, end: start + size, name, isLibrary: false });
  }

  move(from, to) {
    const at = this.#indexOf(from);
    const code = this.#codes[at];
    if (code?.start !== from) return;
    this.#codes.splice(at, 1);
    this.#put({ ...code, start: to, end: to + code.end - code.start });
  }

  remove(start) {
    const at = this.#indexOf(start);
    if (this.#codes[at]?.start === start) this.#codes.splice(at, 1);
  }

  /** @returns {Code | undefined} */
  find(address) {
    const code = this.#codes[this.#indexOf(address)];
    if (code !== undefined && address < code.end) return code;
    return this.#libraries.find(({ start, end }) => address >= start && address < end);
  }

  #put(code) {
    let at = this.#indexOf(code.start);
    if (at === -1 || this.#codes[at].end <= code.start) at++;
    let count = 0;
    while (at + count < this.#codes.length && this.#codes[at + count].start < code.end) count++;
    this.#codes.splice(at, count, code);
  }

  // Of the last code that begins at or before `address`; -1 where none does.
  #indexOf(address) {
    let low = 0, high = this.#codes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#codes[middle].start <= address) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

module.exports = { CodeMap };
