// util.inspect's walk: a Printer turns one value, and what it holds, into text. How each kind of object looks is in
// inspect/print_by_type.
'use strict';
const { OwnMap } = require('intrinsics');
const native = binding('inspect');
const { kArray, kFunction, kindOf, kOrdinary, kProxy } = binding('types');
const { prefix } = require('inspect/class_names');
const { join } = require('inspect/layout');
const { bigintText, isIdentifier, numberText, quote, symbolKeyText, symbolText } = require('inspect/primitives');
const { describe, inside } = require('inspect/print_by_type');
const { getStringWidth } = require('inspect/string_width');

const { getOwnPropertyDescriptor, keys } = Object;

const kCustom = Symbol.for('nodejs.util.inspect.custom');
const kLineLeast = 16; // shorter strings are never split at their line feeds
const kMostText = 2 ** 27; // characters at one indentation, from where on only the outermost level is shown

const plain = (text) => text;

/** A proxy of a proxy is an array, a function or an ordinary object. */
function kindBehindProxy(value) {
  if (typeof value === 'function') return kFunction;
  return Array.isArray(value) ? kArray : kOrdinary;
}

/** A proxy, or an object that changed meanwhile, may have no descriptor for a key that it named. */
function descriptorOf(object, key) {
  return getOwnPropertyDescriptor(object, key) ??
    { __proto__: null, value: object[key], configurable: true, enumerable: true };
}

function isOverflow(error) {
  return error instanceof RangeError && error.message === 'Maximum call stack size exceeded';
}

/** One call of inspect(): its options, and the objects that are being printed, for circular references. */
class Printer {
  showHidden;
  depth;
  colors;
  customInspect;
  showProxy;
  maxArrayLength;
  maxStringLength;
  breakLength;
  compact;
  sorted;
  getters;
  numericSeparator;
  stylize = plain;
  /** The user's own options, which custom inspect functions see beside ours. */
  userOptions;
  /** The objects we are inside of. */
  seen = [];
  /** Object -> number, of objects that hold themselves. */
  circular;
  indentation = 0;
  /** Level of the object printed last. */
  innermost = 0;
  #budget = [];

  constructor(defaults) {
    this.showHidden = defaults.showHidden;
    this.depth = defaults.depth;
    this.colors = defaults.colors;
    this.customInspect = defaults.customInspect;
    this.showProxy = defaults.showProxy;
    this.maxArrayLength = defaults.maxArrayLength;
    this.maxStringLength = defaults.maxStringLength;
    this.breakLength = defaults.breakLength;
    this.compact = defaults.compact;
    this.sorted = defaults.sorted;
    this.getters = defaults.getters;
    this.numericSeparator = defaults.numericSeparator;
  }

  /**
   * The text of any value.
   * @param {number} level how many objects it is inside of
   * @param {boolean} [isBackingStore] an ArrayBuffer whose bytes have been shown already
   */
  value(value, level, isBackingStore = false) {
    const type = typeof value;
    const isObject = type === 'object' || type === 'function' || (type === 'undefined' && value !== undefined);
    if (!isObject) return this.primitive(value, this.stylize);
    if (value === null) return this.stylize('null', 'null');
    const context = value;
    let kind = kindOf(value);
    if (kind === kProxy) {
      const [target, handler] = native.getProxyDetails(value);
      if (target === null) return this.stylize('<Revoked Proxy>', 'special');
      if (this.showProxy) return this.#proxy(target, handler, level);
      value = target;
      kind = kindOf(value);
      if (kind === kProxy) kind = kindBehindProxy(value);
    }
    if (this.customInspect) {
      const custom = value[kCustom];
      if (typeof custom === 'function' && !this.#isPrototype(value) && custom !== Printer.inspect) {
        const text = this.#custom(custom, value, context, level);
        if (text !== undefined) return text;
      }
    }
    if (this.seen.includes(value)) return this.#circularText(value);
    return this.#object(value, kind, level, isBackingStore);
  }

  /** inspect itself, which custom inspect functions get; set by inspect.js. */
  static inspect;

  #isPrototype(value) {
    const descriptor = getOwnPropertyDescriptor(value, 'constructor');
    return descriptor !== undefined && descriptor.value?.prototype === value;
  }

  #custom(custom, value, context, level) {
    const depth = this.depth === null ? null : this.depth - level;
    const isForeign = context !== value || !(context instanceof Object);
    const result = custom.call(context, depth, this.#optionsForCustom(isForeign), Printer.inspect);
    if (result === context) return undefined;
    if (typeof result !== 'string') return this.value(result, level);
    return this.indentation === 0 ? result : result.replaceAll('\n', `\n${' '.repeat(this.indentation)}`);
  }

  #optionsForCustom(isForeign) {
    const options = {
      stylize: this.stylize,
      showHidden: this.showHidden,
      depth: this.depth,
      colors: this.colors,
      customInspect: this.customInspect,
      showProxy: this.showProxy,
      maxArrayLength: this.maxArrayLength,
      maxStringLength: this.maxStringLength,
      breakLength: this.breakLength,
      compact: this.compact,
      sorted: this.sorted,
      getters: this.getters,
      numericSeparator: this.numericSeparator,
      ...this.userOptions,
    };
    return isForeign ? this.#withoutOurRealm(options) : options;
  }

  /** A function of another realm, or behind a proxy, must not reach our Object or Function through its options. */
  #withoutOurRealm(options) {
    const { stylize } = this;
    const safe = { __proto__: null };
    for (const key of keys(options)) {
      const type = typeof options[key];
      if (options[key] === null || (type !== 'object' && type !== 'function')) safe[key] = options[key];
    }
    safe.stylize = Object.setPrototypeOf((value, flavour) => {
      let text;
      try {
        text = `${stylize(value, flavour)}`;
      } catch {
        // The value is good enough.
      }
      return typeof text === 'string' ? text : value;
    }, null);
    return safe;
  }

  #circularText(value) {
    this.circular ??= new OwnMap();
    let index = this.circular.get(value);
    if (index === undefined) {
      index = this.circular.size + 1;
      this.circular.set(value, index);
    }
    return this.stylize(`[Circular *${index}]`, 'special');
  }

  #proxy(target, handler, level) {
    if (this.isTooDeep(level)) return this.stylize('Proxy [Array]', 'special');
    level++;
    this.indentation += 2;
    const parts = [this.value(target, level), this.value(handler, level)];
    this.indentation -= 2;
    return join(this, parts, '', 'Proxy [', ']', true, level);
  }

  /** Whether objects at `level` are abbreviated. */
  isTooDeep(level) {
    return this.depth !== null && level > this.depth;
  }

  /** Text of the prototype of an object without a class. */
  prototypeText(prototype) {
    const options = this.#optionsForCustom(false);
    return Printer.inspect(prototype, { ...options, customInspect: false, depth: -1 });
  }

  /** Text of anything but an object, given its colour by `stylize`. */
  primitive(value, stylize) {
    switch (typeof value) {
      case 'string': return this.#string(value, stylize);
      case 'number': return stylize(numberText(value, this.numericSeparator), 'number');
      case 'bigint': return stylize(bigintText(value, this.numericSeparator), 'bigint');
      case 'boolean': return stylize(`${value}`, 'boolean');
      case 'undefined': return stylize('undefined', 'undefined');
      default: return stylize(symbolText(value), 'symbol');
    }
  }

  #string(text, stylize) {
    let trailer = '';
    if (text.length > this.maxStringLength) {
      const remaining = text.length - this.maxStringLength;
      text = text.slice(0, this.maxStringLength);
      trailer = `... ${remaining} more character${remaining > 1 ? 's' : ''}`;
    }
    if (this.compact !== true && text.length > kLineLeast && text.length > this.breakLength - this.indentation - 4 &&
        text.includes('\n')) {
      return this.#lines(text, stylize) + trailer;
    }
    return stylize(quote(text), 'string') + trailer;
  }

  #lines(text, stylize) {
    const lines = [];
    let from = 0;
    while (from < text.length) {
      const end = text.indexOf('\n', from) + 1 || text.length;
      lines.push(stylize(quote(text.slice(from, end)), 'string'));
      from = end;
    }
    return lines.join(` +\n${' '.repeat(this.indentation + 2)}`);
  }

  #object(value, kind, level, isBackingStore) {
    const shape = describe(this, value, kind, level, isBackingStore);
    if (typeof shape === 'string') return shape;
    if (this.isTooDeep(level)) {
      const name = this.#label(shape, value);
      return this.stylize(shape.name === null ? name : `[${name}]`, 'special');
    }
    level++;
    this.seen.push(value);
    this.innermost = level;
    const indentation = this.indentation;
    let entries;
    try {
      entries = this.#entries(value, shape, level, isBackingStore);
    } catch (error) {
      return this.#interrupted(error, value, shape, indentation);
    }
    this.#markCircular(value, shape);
    this.seen.pop();
    if (this.sorted) entries = this.#sort(entries, shape);
    const text = join(this, entries, shape.base, shape.open, shape.close, shape.isList, level,
                      shape.isList ? value : undefined);
    this.#spend(text.length);
    return text;
  }

  /** Everything between the braces. */
  #entries(value, shape, level, isBackingStore) {
    const entries = inside(this, value, shape, level, isBackingStore);
    const { keys: names, isList } = shape;
    for (let i = 0; i < names.length; i++) entries.push(this.property(value, names[i], level, isList));
    if (shape.inherited !== undefined) entries.push(...shape.inherited);
    return entries;
  }

  #label(shape, value) {
    return prefix(shape.name, shape.tag, shape.nameBehindNull(value)).slice(0, -1);
  }

  #markCircular(value, shape) {
    const index = this.circular?.get(value);
    if (index === undefined) return;
    const reference = this.stylize(`<ref *${index}>`, 'special');
    if (this.compact === true) shape.open = `${reference} ${shape.open}`;
    else shape.base = shape.base === '' ? reference : `${reference} ${shape.base}`;
  }

  #sort(entries, shape) {
    const comparator = this.sorted === true ? undefined : this.sorted;
    if (!shape.isList) return entries.sort(comparator);
    const count = shape.keys.length;
    if (count < 2) return entries;
    const own = entries.slice(entries.length - count).sort(comparator);
    entries.splice(entries.length - count, count, ...own);
    return entries;
  }

  /** Very much text at one indentation means an object graph without end: from then on nothing deep is shown. */
  #spend(length) {
    const spent = (this.#budget[this.indentation] ?? 0) + length;
    this.#budget[this.indentation] = spent;
    if (spent > kMostText) this.depth = -1;
  }

  #interrupted(error, value, shape, indentation) {
    if (!isOverflow(error)) throw error;
    this.seen.pop();
    this.indentation = indentation;
    const why = 'Inspection interrupted prematurely. Maximum call stack size exceeded.';
    return this.stylize(`[${this.#label(shape, value)}: ${why}]`, 'special');
  }

  /** Text of a property, `key: value`. @param {boolean} [isList] whether it is one of a list's */
  property(object, key, level, isList = false) {
    return this.propertyWith(object, key, descriptorOf(object, key), level, isList);
  }

  /** The same where the descriptor is known; `owner`: what a getter is called on. */
  propertyWith(owner, key, descriptor, level, isList = false) {
    const shift = this.compact === true && !isList ? 3 : 2;
    const text = this.#descriptorText(descriptor, owner, level, shift);
    const isTooWide = shift === 3 && descriptor.value !== undefined &&
      this.breakLength < getStringWidth(text, this.colors);
    const gap = isTooWide ? `\n${' '.repeat(this.indentation + shift)}` : ' ';
    return `${this.keyText(key, descriptor.enumerable)}:${gap}${text}`;
  }

  /** Text of an element of a list, without its index. */
  element(list, index, level, descriptor = descriptorOf(list, index)) {
    return this.#descriptorText(descriptor, list, level, 2);
  }

  #descriptorText(descriptor, owner, level, shift) {
    if (descriptor.value !== undefined) {
      this.indentation += shift;
      const text = this.value(descriptor.value, level);
      this.indentation -= shift;
      return text;
    }
    if (descriptor.get !== undefined) return this.#getterText(descriptor, owner, level);
    return descriptor.set !== undefined ? this.stylize('[Setter]', 'special') : this.stylize('undefined', 'undefined');
  }

  /** Text of a property's key, in brackets where the property is not enumerable. */
  keyText(key, isEnumerable) {
    let text;
    if (typeof key === 'symbol') text = this.stylize(symbolKeyText(key), 'symbol');
    else if (key === '__proto__') text = "['__proto__']";
    else if (isIdentifier(key)) text = this.stylize(key, 'name');
    else text = this.stylize(quote(key), 'string');
    return isEnumerable === false ? `[${text}]` : text;
  }

  #getterText(descriptor, owner, level) {
    const label = descriptor.set !== undefined ? 'Getter/Setter' : 'Getter';
    const { getters, stylize } = this;
    const isWanted = getters && (getters === true || (getters === 'get' && descriptor.set === undefined) ||
      (getters === 'set' && descriptor.set !== undefined));
    if (!isWanted) return stylize(`[${label}]`, 'special');
    try {
      const result = descriptor.get.call(owner);
      this.indentation += 2;
      const text = this.#gotText(result, label, level);
      this.indentation -= 2;
      return text;
    } catch (error) {
      const text = `<Inspection threw (${error.message})>`;
      return `${stylize(`[${label}:`, 'special')} ${text}${stylize(']', 'special')}`;
    }
  }

  #gotText(result, label, level) {
    const { stylize } = this;
    if (typeof result === 'object' && result !== null) {
      return `${stylize(`[${label}]`, 'special')} ${this.value(result, level)}`;
    }
    const text = result === null ? stylize('null', 'null') : this.primitive(result, stylize);
    return `${stylize(`[${label}:`, 'special')} ${text}${stylize(']', 'special')}`;
  }
}

module.exports = { Printer };
