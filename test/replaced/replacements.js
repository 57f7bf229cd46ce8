'use strict';
// What a program may do to the objects of the language: methods that throw, and properties on prototypes.
const { defineProperty } = Object;

function replace(object, name) {
  defineProperty(object, name, {
    __proto__: null,
    configurable: true,
    writable: true,
    value() { throw new Error('replaced'); },
  });
}

const methods = {
  '__proto__': null,
  'Map.prototype': [Map.prototype, 'get', 'set', 'has', 'delete'],
  'Set.prototype': [Set.prototype, 'add', 'has', 'delete'],
  'WeakMap.prototype': [WeakMap.prototype, 'get', 'set'],
  'String.prototype': [String.prototype, 'startsWith', 'includes', 'indexOf', 'slice', 'split', 'replace', 'toLowerCase', 'trim'],
  'Array.prototype': [Array.prototype, Symbol.iterator, 'push', 'pop', 'shift', 'slice', 'splice', 'indexOf', 'includes', 'join',
                      'map', 'forEach', 'concat'],
  'ArrayIterator.prototype': [Object.getPrototypeOf([][Symbol.iterator]()), 'next'],
  'Array': [Array, 'isArray', 'from'],
  'Object': [Object, 'keys', 'assign', 'defineProperty', 'getPrototypeOf'],
  'Function.prototype': [Function.prototype, 'apply', 'bind'],
  'RegExp.prototype': [RegExp.prototype, 'exec'],
};

const replacements = { __proto__: null };
for (const holder of Object.keys(methods)) {
  const [object, ...names] = methods[holder];
  for (const name of names) {
    replacements[`${holder}${typeof name === 'symbol' ? `[${name.description}]` : `.${name}`}`] = () => replace(object, name);
  }
}

replacements['Object.prototype with get'] = () => { Object.prototype.get = function() {}; };
replacements['Object.prototype with set'] = () => { Object.prototype.set = function() {}; };
replacements['Object.prototype with value'] = () => { Object.prototype.value = 1; };
replacements['Array.prototype with a setter at 0'] = () => {
  defineProperty(Array.prototype, '0', { __proto__: null, configurable: true, set() { throw new Error('replaced'); } });
};
replacements['Error.prepareStackTrace'] = () => { Error.prepareStackTrace = () => { throw new Error('replaced'); }; };

module.exports = replacements;
