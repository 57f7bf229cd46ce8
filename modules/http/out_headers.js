'use strict';
// The headers of a message that goes out, in the order in which they were set. Few, so looked for one by one.

class OutHeaders {
  constructor() {
    this.lowers = []; // lower-case names
    this.names = []; // names as they were given
    this.values = []; // a string, number, ... or a list of them
  }

  get size() { return this.lowers.length; }

  /** @param {string} lower @returns {number} the header's place; -1 */
  indexOf(lower) {
    const { lowers } = this;
    for (let i = 0; i < lowers.length; i++) {
      if (lowers[i] === lower) return i;
    }
    return -1;
  }

  get(lower) {
    const index = this.indexOf(lower);
    return index < 0 ? undefined : this.values[index];
  }

  set(lower, name, value) {
    const index = this.indexOf(lower);
    if (index < 0) {
      this.lowers.push(lower);
      this.names.push(name);
      this.values.push(value);
    } else {
      this.names[index] = name;
      this.values[index] = value;
    }
  }

  /** Adds a value, or several, to those that are there. */
  append(lower, name, value) {
    const index = this.indexOf(lower);
    if (index < 0) return this.set(lower, name, value);
    const existing = this.values[index];
    const list = Array.isArray(existing) ? existing : [existing];
    if (Array.isArray(value)) list.push(...value);
    else list.push(value);
    this.values[index] = list;
    return undefined;
  }

  delete(lower) {
    const index = this.indexOf(lower);
    if (index < 0) return;
    removeAt(this.lowers, index);
    removeAt(this.names, index);
    removeAt(this.values, index);
  }
}

/** What splice(index, 1) does, without an array of what it took. */
function removeAt(list, index) {
  const last = list.length - 1;
  for (let i = index; i < last; i++) list[i] = list[i + 1];
  list.pop();
}

module.exports = { OutHeaders };
