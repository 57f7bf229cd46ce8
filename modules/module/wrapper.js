'use strict';
// Module.wrap and Module.wrapper: the text around a CommonJS module when a program has changed it.
// Untouched, no text is put around anything: the engine compiles the body as a function with five parameters.

const OPENING = '(function (exports, require, module, __filename, __dirname) { ';
const CLOSING = '\n});';

let parts = [OPENING, CLOSING];
let partsSeen = false;             // whether a program holds the list, and may have changed it
const defaultWrap = function wrap(script) {
  return parts[0] + script + parts[1];
};
let wrap = defaultWrap;

/** Whether modules must be compiled through the text that wrap() gives. */
function isPatched() {
  return wrap !== defaultWrap || (partsSeen && (parts[0] !== OPENING || parts[1] !== CLOSING));
}

/** The text of a module as a program wants it wrapped. */
function wrapContent(content) {
  return wrap(content);
}

/** Makes Module.wrap and Module.wrapper accessors of `Module`. */
function install(Module) {
  Object.defineProperty(Module, 'wrap', {
    __proto__: null,
    get() { return wrap; },
    set(value) { wrap = value; },
  });
  Object.defineProperty(Module, 'wrapper', {
    __proto__: null,
    get() {
      partsSeen = true;
      return parts;
    },
    set(value) {
      partsSeen = true;
      parts = value;
    },
  });
}

module.exports = { install, isPatched, wrap: wrapContent };
