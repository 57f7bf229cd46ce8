'use strict';
// The two queuing strategies of the specification, section 7.
const { ERR_MISSING_OPTION } = require('errors');
const { validateObject } = require('validators');
const { finishClass, inspectAs, kInspect } = require('webstreams/shared');

const byteSize = (chunk) => chunk.byteLength;
const countSize = () => 1;
Object.defineProperty(byteSize, 'name', { __proto__: null, value: 'size' });
Object.defineProperty(countSize, 'name', { __proto__: null, value: 'size' });

function highWaterMarkFrom(init) {
  validateObject(init, 'init');
  if (init.highWaterMark === undefined) throw new ERR_MISSING_OPTION('init.highWaterMark');
  return Number(init.highWaterMark);
}

/** A strategy class. `init`: { highWaterMark }. */
function strategyClass(name, size) {
  const { [name]: Strategy } = { [name]: class {
    #highWaterMark;

    constructor(init) {
      this.#highWaterMark = highWaterMarkFrom(init);
    }

    get highWaterMark() { return this.#highWaterMark; }

    get size() {
      this.#highWaterMark; // Checks `this`.
      return size;
    }

    [kInspect](depth, options) {
      return inspectAs(this, name, depth, options, { highWaterMark: this.#highWaterMark });
    }
  } };
  finishClass(Strategy, ['highWaterMark', 'size']);
  return Strategy;
}

/** Chunks count their byteLength. */
const ByteLengthQueuingStrategy = strategyClass('ByteLengthQueuingStrategy', byteSize);
/** Every chunk counts 1. */
const CountQueuingStrategy = strategyClass('CountQueuingStrategy', countSize);

module.exports = { ByteLengthQueuingStrategy, CountQueuingStrategy };
