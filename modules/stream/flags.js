'use strict';
// Defines the boolean properties of a stream state that live as bits of its one number `flags`.

/** For each name: bit of `table`, an accessor on `prototype`. */
function defineFlags(prototype, table) {
  for (const name of Object.keys(table)) {
    const bit = table[name];
    Object.defineProperty(prototype, name, {
      get() { return (this.flags & bit) !== 0; },
      set(on) { this.flags = on ? this.flags | bit : this.flags & ~bit; },
    });
  }
}

module.exports = { defineFlags };
