'use strict';
// The two queuing strategies of the specification, section 7.
const { ERR_MISSING_OPTION } = require('errors');
const { validateObject } = require('validators');
const { finishClass, inspectAs, kInspect } = require('webstreams/shared');

const byteSize = (chunk) => chunk.byteLength;
const countSize = () => 1;
Object.defineProperty(byteSize, 'name', { value: 'size' });
Object.defineProperty(countSize, 'name', { value: 'size' });

function highWaterMarkFrom(init) {
  validateObject(init, 'init');
  if (init.highWaterMark === undefined) throw new ERR_MISSING_OPTION('init.highWaterMark');
  return Number(init.highWaterMark);
}

/** Chunks count their byteLength. */
class ByteLengthQueuingStrategy {
  #highWaterMark;

  constructor(init) {
    this.#highWaterMark = highWaterMarkFrom(init);
  }

  get highWaterMark() { return this.#highWaterMark; }

  get size() {
    this.#highWaterMark; // Checks `this`.
    return byteSize;
  }

  [kInspect](depth, options) {
    return inspectAs(this, 'ByteLengthQueuingStrategy', depth, options, { highWaterMark: this.#highWaterMark });
  }
}
finishClass(ByteLengthQueuingStrategy, ['highWaterMark', 'size']);

/** Every chunk counts 1. */
class CountQueuingStrategy {
  #highWaterMark;

  constructor(init) {
    this.#highWaterMark = highWaterMarkFrom(init);
  }

  get highWaterMark() { return this.#highWaterMark; }

  get size() {
    this.#highWaterMark; // Checks `this`.
    return countSize;
  }

  [kInspect](depth, options) {
    return inspectAs(this, 'CountQueuingStrategy', depth, options, { highWaterMark: this.#highWaterMark });
  }
}
finishClass(CountQueuingStrategy, ['highWaterMark', 'size']);

module.exports = { ByteLengthQueuingStrategy, CountQueuingStrategy };
