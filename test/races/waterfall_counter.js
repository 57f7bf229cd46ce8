'use strict';
// tapable 0.1.8: a waterfall counts its steps in a field of the object, and two go on at once. Mended in 0.1.9: each counts
// for itself.
const { assert, fs, isMended, atEnd } = require('./_race');

class Hooks {
  #plugins;
  #step = 0;

  constructor(plugins) {
    this.#plugins = plugins;
  }

  waterfall(value, callback) {
    const steps = isMended ? new Steps() : this;
    steps.step = 0;
    const next = (error, result) => {
      if (error || ++steps.step >= this.#plugins.length) return callback(error, result);
      this.#plugins[steps.step](result, next);
    };
    this.#plugins[0](value, next);
  }

  get step() { return this.#step; }
  set step(value) { this.#step = value; }
}

class Steps {
  step = 0;
}

const add = (letter) => (value, callback) => fs.stat(__filename, (error) => callback(error, value + letter));
const hooks = new Hooks([add('a'), add('b'), add('c')]);
const results = [];
hooks.waterfall('1', (error, value) => results.push(value));
setTimeout(() => hooks.waterfall('2', (error, value) => results.push(value)), 25);
atEnd(() => assert.deepStrictEqual(results.sort(), ['1abc', '2abc']));
