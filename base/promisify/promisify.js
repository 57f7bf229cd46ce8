'use strict';
// util.promisify and util.callbackify: from functions that call back to functions that return promises, and back.

const { defineProperty, getPrototypeOf, setPrototypeOf } = require('intrinsics');
const { copyProperty } = require('define');
const { validateFunction } = require('validators');

const kCustom = Symbol.for('nodejs.util.promisify.custom');

// A function of ours whose callback gets several values lists their names here: its promise gives an object of them.
const kValueNames = Symbol('promisifiedValueNames');

function markCustom(fn) {
  return defineProperty(fn, kCustom, { __proto__: null, value: fn, enumerable: false, writable: false, configurable: true });
}

function gather(names, values) {
  const result = {};
  for (let i = 0; i < names.length; i++) result[names[i]] = values[i];
  return result;
}

/**
 * A function that returns a promise of what `original` calls back with.
 * @param {Function} original takes a callback (error, value) last
 * @returns {Function} the function at original[util.promisify.custom], if there is one
 * @throws ERR_INVALID_ARG_TYPE
 */
function promisify(original) {
  validateFunction(original, 'original');
  const custom = original[kCustom];
  if (custom) {
    validateFunction(custom, 'util.promisify.custom');
    return markCustom(custom);
  }
  const names = original[kValueNames];

  function promisified(...args) {
    return new Promise((resolve, reject) => {
      const returned = Reflect.apply(original, this, [...args, (error, ...values) => {
        if (error) reject(error);
        else if (names !== undefined && values.length > 1) resolve(gather(names, values));
        else resolve(values[0]);
      }]);
      if (typeof returned === 'object' && require('types').isPromise(returned)) {
        require('process_object').emitWarning('Calling promisify on a function that returns a Promise is likely a mistake.',
          'DeprecationWarning', 'DEP0174');
      }
    });
  }

  setPrototypeOf(promisified, getPrototypeOf(original));
  markCustom(promisified);
  for (const key of Reflect.ownKeys(original)) copyProperty(original, promisified, key);
  return promisified;
}
promisify.custom = kCustom;

function callBackRejected(reason, callback) {
  if (!reason) {
    const { ERR_FALSY_VALUE_REJECTION } = require('errors');
    reason = new ERR_FALSY_VALUE_REJECTION(reason);
    Error.captureStackTrace(reason, callBackRejected);
  }
  callback(reason);
}

/**
 * A function that calls back with what `original`'s promise becomes; a falsy reason is wrapped in an error.
 * @param {Function} original
 * @returns {Function} takes a callback (error, value) last
 * @throws ERR_INVALID_ARG_TYPE
 */
function callbackify(original) {
  validateFunction(original, 'original');

  function callbackified(...args) {
    const callback = args.pop();
    validateFunction(callback, 'last argument');
    const { nextTick } = require('ticks');
    const bound = callback.bind(this);
    Reflect.apply(original, this, args).then(
      (value) => nextTick(bound, null, value),
      (reason) => nextTick(callBackRejected, reason, bound));
  }

  const descriptors = Object.getOwnPropertyDescriptors(original);
  if (typeof descriptors.length.value === 'number') descriptors.length.value++;
  if (typeof descriptors.name.value === 'string') descriptors.name.value += 'Callbackified';
  for (const key of Reflect.ownKeys(descriptors)) {
    defineProperty(callbackified, key, setPrototypeOf(descriptors[key], null));
  };
  return callbackified;
}

module.exports = { callbackify, promisify, valueNames: kValueNames };
