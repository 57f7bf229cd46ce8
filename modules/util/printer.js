'use strict';
// util.inspect's walk: a Printer turns one value, and what it holds, into text.

const native = binding('util');
const kinds = require('util/kinds');
const { className, classTag, prefix } = require('util/class_names');
const { join } = require('util/layout');
const { bigintText, isIdentifier, numberText, quote, symbolKeyText, symbolText } = require('util/primitives');
const { getStringWidth } = require('util/string_width');

const { getOwnPropertyDescriptor, getOwnPropertyNames, getOwnPropertySymbols, getPrototypeOf, hasOwn, keys } = Object;
const uncurry = (method) => Function.prototype.call.bind(method);
const getter = (object, name) => uncurry(getOwnPropertyDescriptor(object, name).get);
const propertyIsEnumerable = uncurry(Object.prototype.propertyIsEnumerable);
const functionText = uncurry(Function.prototype.toString);
const dateText = uncurry(Date.prototype.toString);
const dateIsoText = uncurry(Date.prototype.toISOString);
const dateTime = uncurry(Date.prototype.getTime);
const regExpText = uncurry(RegExp.prototype.toString);
const mapSize = getter(Map.prototype, 'size');
const mapEntries = uncurry(Map.prototype.entries);
const setSize = getter(Set.prototype, 'size');
const setValues = uncurry(Set.prototype.values);
const kTypedArray = getPrototypeOf(Uint8Array.prototype);
const typedArrayLength = getter(kTypedArray, 'length');
const typedArrayTag = getter(kTypedArray, Symbol.toStringTag);
const arrayBufferIsDetached = getter(ArrayBuffer.prototype, 'detached');
const isPrototypeOf = uncurry(Object.prototype.isPrototypeOf);

const kBoxed = {
  [kinds.kNumberObject]: ['Number', uncurry(Number.prototype.valueOf)],
  [kinds.kStringObject]: ['String', uncurry(String.prototype.valueOf)],
  [kinds.kBooleanObject]: ['Boolean', uncurry(Boolean.prototype.valueOf)],
  [kinds.kBigIntObject]: ['BigInt', uncurry(BigInt.prototype.valueOf)],
  [kinds.kSymbolObject]: ['Symbol', uncurry(Symbol.prototype.valueOf)],
};

const kCustom = Symbol.for('nodejs.util.inspect.custom');
const kTypedArrayFacts = ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer'];
const kBufferFacts = ['byteLength'];
const kDataViewFacts = ['byteLength', 'byteOffset', 'buffer'];
const kLineLeast = 16; // shorter strings are never split at their line feeds
const kMostText = 2 ** 27; // characters at one indentation, from where on only the outermost level is shown

const plain = (text) => text;

function moreItems(count) {
  return `... ${count} more item${count > 1 ? 's' : ''}`;
}

/** A proxy of a proxy is an array, a function or an ordinary object. */
function kindBehindProxy(value) {
  if (typeof value === 'function') return kinds.kFunction;
  return Array.isArray(value) ? kinds.kArray : kinds.kOrdinary;
}

const kComment = /\/\/.*?\n|\/\*.*?\*\//gs;

function opensBraceFirst(text) {
  const brace = text.indexOf('{');
  return brace !== -1 && !text.slice(0, brace).includes('(');
}

/** Whether a function is a class; one whose `extends` is an expression with parentheses is taken for a function. */
function isClass(value) {
  const text = functionText(value);
  if (!text.startsWith('class') || !text.endsWith('}') || !hasOwn(value, 'prototype')) return false;
  return opensBraceFirst(text) || opensBraceFirst(text.replace(kComment, ''));
}

function isOverflow(error) {
  return error instanceof RangeError && error.message === 'Maximum call stack size exceeded';
}

/** What describe() learns of an object before it looks at its properties. */
class Shape {
  kind;
  /** Name of the class, or null. */
  name;
  tag = '';
  /** Text before the brace: `[Function: f]`, an error's stack, a date. */
  base = '';
  open = '{';
  close = '}';
  keys;
  /** Text of inherited properties, for showHidden. */
  inherited;
  /** Whether entries have no key: they may go in columns and stay unsorted. */
  isList = false;
  /** Which walk prints what is inside: a kind, or kOrdinary for none. */
  inside = kinds.kOrdinary;
  length = 0;

  constructor(kind) {
    this.kind = kind;
  }

  get isBare() {
    return this.keys.length === 0 && this.inherited === undefined;
  }
}

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
    let kind = native.kindOf(value);
    if (kind === kinds.kProxy) {
      const [target, handler] = native.getProxyDetails(value);
      if (target === null) return this.stylize('<Revoked Proxy>', 'special');
      if (this.showProxy) return this.#proxy(target, handler, level);
      value = target;
      kind = native.kindOf(value);
      if (kind === kinds.kProxy) kind = kindBehindProxy(value);
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
    if (typeof result === 'object') return this.value(result, level);
    const text = String(result);
    return this.indentation === 0 ? text : text.replaceAll('\n', `\n${' '.repeat(this.indentation)}`);
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
    this.circular ??= new Map();
    let index = this.circular.get(value);
    if (index === undefined) {
      index = this.circular.size + 1;
      this.circular.set(value, index);
    }
    return this.stylize(`[Circular *${index}]`, 'special');
  }

  #proxy(target, handler, level) {
    if (this.#isTooDeep(level)) return this.stylize('Proxy [Array]', 'special');
    level++;
    this.indentation += 2;
    const parts = [this.value(target, level), this.value(handler, level)];
    this.indentation -= 2;
    return join(this, parts, '', 'Proxy [', ']', true, level);
  }

  #isTooDeep(level) {
    return this.depth !== null && level > this.depth;
  }

  /** Text of the prototype of an object without a class. */
  prototypeText(prototype) {
    const options = this.#optionsForCustom(false);
    return Printer.inspect(prototype, { ...options, customInspect: false, depth: -1 });
  }

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
    const shape = new Shape(kind);
    const done = this.#shape(value, shape, level, isBackingStore);
    if (done !== undefined) return done;
    if (this.#isTooDeep(level)) {
      const name = prefix(shape.name, shape.tag, this.#nullName(shape, value)).slice(0, -1);
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

  #nullName(shape, value) {
    if (shape.name !== null) return '';
    const name = native.getConstructorName(value);
    return name === '' || name === shape.tag ? 'Object' : name;
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
    const name = prefix(shape.name, shape.tag, this.#nullName(shape, value)).slice(0, -1);
    return this.stylize(
      `[${name}: Inspection interrupted prematurely. Maximum call stack size exceeded.]`, 'special');
  }

  /** Fills `shape`, or returns the text of a value that has nothing more to show. */
  #shape(value, shape, level, isBackingStore) {
    const inherited = this.showHidden && !this.#isTooDeep(level) ? [] : undefined;
    shape.name = className(this, value, level, inherited);
    if (inherited !== undefined && inherited.length !== 0) shape.inherited = inherited;
    shape.tag = classTag(this, value);
    if (shape.name === null || Symbol.iterator in value) {
      if (this.#shapeOfIterable(value, shape)) {
        return shape.isList && shape.length === 0 && shape.isBare ? `${shape.open}]` : this.#emptyCollection(shape);
      }
    }
    shape.keys = this.#keys(value);
    return this.#shapeOfOther(value, shape, level, isBackingStore);
  }

  #emptyCollection(shape) {
    const isCollection = shape.kind === kinds.kMap || shape.kind === kinds.kSet;
    return isCollection && shape.length === 0 && shape.isBare ? `${shape.open}}` : undefined;
  }

  /** Arrays, typed arrays, maps, sets and their iterators; false for anything else. */
  #shapeOfIterable(value, shape) {
    const { kind, name, tag } = shape;
    switch (kind) {
      case kinds.kArray: {
        const before = name === 'Array' && tag === '' ? '' : prefix(name, tag, 'Array', `(${value.length})`);
        shape.keys = native.getOwnNonIndexProperties(value, !this.showHidden);
        shape.open = `${before}[`;
        shape.close = ']';
        shape.isList = true;
        shape.length = value.length;
        break;
      }
      case kinds.kTypedArray: {
        const fallback = typedArrayTag(value);
        const length = typedArrayLength(value);
        shape.keys = native.getOwnNonIndexProperties(value, !this.showHidden);
        shape.open = `${prefix(name, tag, fallback, `(${length})`)}[`;
        shape.close = ']';
        shape.isList = true;
        shape.length = value.length === 0 && !this.showHidden ? 0 : Infinity;
        break;
      }
      case kinds.kMap:
      case kinds.kSet: {
        const isMap = kind === kinds.kMap;
        const size = isMap ? mapSize(value) : setSize(value);
        shape.keys = this.#keys(value);
        shape.open = `${prefix(name, tag, isMap ? 'Map' : 'Set', `(${size})`)}{`;
        shape.length = size;
        break;
      }
      case kinds.kMapIterator:
      case kinds.kSetIterator:
        shape.keys = this.#keys(value);
        shape.open = this.#iteratorBrace(value, shape);
        break;
      default:
        return false;
    }
    shape.inside = kind;
    return true;
  }

  #iteratorBrace(value, { kind, tag }) {
    const of = kind === kinds.kMapIterator ? 'Map' : 'Set';
    const isKeyed = native.previewEntries(value)[1];
    const own = tag === '' || tag === `${of} Iterator` ? '' : `[${tag}] `;
    return `${own}[${of} ${isKeyed ? 'Entries' : 'Iterator'}] {`;
  }

  #keys(value) {
    const symbols = getOwnPropertySymbols(value);
    if (this.showHidden) {
      const names = getOwnPropertyNames(value);
      return symbols.length === 0 ? names : names.concat(symbols);
    }
    let names;
    try {
      names = keys(value);
    } catch {
      names = getOwnPropertyNames(value); // a module namespace with bindings not initialized yet
    }
    for (const symbol of symbols) if (propertyIsEnumerable(value, symbol)) names.push(symbol);
    return names;
  }

  #shapeOfOther(value, shape, level, isBackingStore) {
    const { kind, name, tag } = shape;
    if (kind === kinds.kFunction) return this.#shapeOfFunction(value, shape);
    if (name === 'Object') {
      if (kind === kinds.kArguments) shape.open = '[Arguments] {';
      else if (tag !== '') shape.open = `${prefix(name, tag, 'Object')}{`;
      return shape.isBare ? `${shape.open}}` : undefined;
    }
    switch (kind) {
      case kinds.kRegExp: return this.#shapeOfRegExp(value, shape, level);
      case kinds.kDate: return this.#shapeOfDate(value, shape);
    }
    if (kind === kinds.kNativeError || isPrototypeOf(Error.prototype, value)) return this.#shapeOfError(value, shape);
    switch (kind) {
      case kinds.kArrayBuffer:
      case kinds.kSharedArrayBuffer:
        return this.#shapeOfBuffer(value, shape, isBackingStore);
      case kinds.kDataView: return this.#shapeNamed(shape, 'DataView');
      case kinds.kPromise: return this.#shapeNamed(shape, 'Promise');
      case kinds.kWeakSet: return this.#shapeNamed(shape, 'WeakSet');
      case kinds.kWeakMap: return this.#shapeNamed(shape, 'WeakMap');
      case kinds.kModuleNamespace: return this.#shapeNamed(shape, 'Module');
    }
    if (kind in kBoxed) return this.#shapeOfBoxed(value, shape);
    if (shape.isBare && kind === kinds.kExternal) {
      return this.stylize(`[External: ${native.getExternalValue(value).toString(16)}]`, 'special');
    }
    shape.open = `${prefix(name, tag, this.#nullName(shape, value))}{`;
    return shape.isBare ? `${shape.open}}` : undefined;
  }

  #shapeOfBuffer(value, shape, isBackingStore) {
    const { kind, name, tag } = shape;
    shape.open = `${prefix(name, tag, kind === kinds.kArrayBuffer ? 'ArrayBuffer' : 'SharedArrayBuffer')}{`;
    shape.inside = kinds.kArrayBuffer;
    if (!isBackingStore || !shape.isBare) return undefined;
    return `${shape.open} [byteLength]: ${this.stylize(numberText(value.byteLength, false), 'number')} }`;
  }

  #shapeNamed(shape, fallback) {
    shape.open = `${prefix(shape.name, shape.tag, fallback)}{`;
    shape.inside = shape.kind;
    return undefined;
  }

  #shapeOfFunction(value, shape) {
    shape.base = this.#functionText(value, shape);
    return shape.isBare ? this.stylize(shape.base, 'special') : undefined;
  }

  #functionText(value, { name, tag }) {
    if (isClass(value)) return this.#classText(value, name, tag);
    const type = `${native.isAsyncFunction(value) ? 'Async' : ''}${
      native.isGeneratorFunction(value) ? 'Generator' : ''}Function`;
    let text = `[${type}`;
    if (name === null) text += ' (null prototype)';
    if (value.name === '') text += ' (anonymous)';
    else text += `: ${typeof value.name === 'string' ? value.name : this.value(value.name, NaN)}`;
    text += ']';
    if (name !== type && name !== null) text += ` ${name}`;
    if (tag !== '' && name !== tag) text += ` [${tag}]`;
    return text;
  }

  #classText(value, name, tag) {
    let text = `[class ${hasOwn(value, 'name') && value.name ? String(value.name) : '(anonymous)'}`;
    if (name !== 'Function' && name !== null) text += ` [${name}]`;
    if (tag !== '' && name !== tag) text += ` [${tag}]`;
    if (name === null) return `${text} extends [null prototype]]`;
    const parent = getPrototypeOf(value).name;
    return parent ? `${text} extends ${parent}]` : `${text}]`;
  }

  #shapeOfRegExp(value, shape, level) {
    const text = regExpText(shape.name !== null ? value : new RegExp(value));
    return this.#shapeOfText(shape, text, 'RegExp', 'regexp', this.#isTooDeep(level));
  }

  #shapeOfDate(value, shape) {
    const text = Number.isNaN(dateTime(value)) ? dateText(value) : dateIsoText(value);
    return this.#shapeOfText(shape, text, 'Date', 'date', false);
  }

  #shapeOfText(shape, text, type, style, isEnough) {
    const before = prefix(shape.name, shape.tag, type);
    shape.base = before === `${type} ` ? text : before + text;
    return shape.isBare || isEnough ? this.stylize(shape.base, style) : undefined;
  }

  #shapeOfError(value, shape) {
    const { errorText } = require('util/error_text');
    shape.base = errorText(this, value, shape.name, shape.tag, shape.keys);
    return shape.isBare ? shape.base : undefined;
  }

  #shapeOfBoxed(value, shape) {
    const { name, tag, kind } = shape;
    const [type, unbox] = kBoxed[kind];
    if (kind === kinds.kStringObject) shape.keys.splice(0, value.length); // its characters
    let text = `[${type}`;
    if (type !== name) text += name === null ? ' (null prototype)' : ` (${name})`;
    text += `: ${this.primitive(unbox(value), plain)}]`;
    if (tag !== '' && tag !== name) text += ` [${tag}]`;
    shape.base = shape.keys.length !== 0 ? text : this.stylize(text, type.toLowerCase());
    return shape.isBare ? shape.base : undefined;
  }

  /** Everything between the braces. */
  #entries(value, shape, level, isBackingStore) {
    const entries = this.#inside(value, shape, level, isBackingStore);
    const { keys: names, isList } = shape;
    for (let i = 0; i < names.length; i++) entries.push(this.property(value, names[i], level, isList));
    if (shape.inherited !== undefined) entries.push(...shape.inherited);
    return entries;
  }

  #inside(value, shape, level, isBackingStore) {
    switch (shape.inside) {
      case kinds.kArray: return this.#arrayEntries(value, level);
      case kinds.kTypedArray: return this.#typedArrayEntries(value, shape, level);
      case kinds.kMap: return this.#mapEntries(value, shape, level);
      case kinds.kSet: return this.#setEntries(value, shape, level);
      case kinds.kMapIterator:
      case kinds.kSetIterator: return this.#iteratorEntries(value, level);
      case kinds.kArrayBuffer: return this.#bufferEntries(value, level, isBackingStore);
      case kinds.kDataView: return this.#facts(value, kDataViewFacts, level);
      case kinds.kPromise: return this.#promiseEntries(value, level);
      case kinds.kWeakSet:
      case kinds.kWeakMap: return this.#weakEntries(value, level);
      case kinds.kModuleNamespace: return this.#namespaceEntries(value, shape, level);
      default: return [];
    }
  }

  #atMost(length) {
    return Math.min(Math.max(0, this.maxArrayLength), length);
  }

  #arrayEntries(value, level) {
    const { length } = value;
    const most = this.#atMost(length);
    const entries = [];
    for (let i = 0; i < most; i++) {
      if (!hasOwn(value, i)) return this.#sparseArrayEntries(value, level, most, entries, i);
      entries.push(this.property(value, i, level, true, undefined, value, true));
    }
    if (length > most) entries.push(moreItems(length - most));
    return entries;
  }

  /** The rest of an array from its first hole on, at `index`. */
  #sparseArrayEntries(value, level, most, entries, index) {
    const { length } = value;
    const indices = keys(value);
    let at = entries.length; // as many indices have been shown, all that come before the hole
    while (index < length && entries.length < most) {
      const next = at < indices.length ? Number(indices[at]) : NaN;
      const isIndex = next < length && String(next) === indices[at];
      const end = isIndex ? next : length;
      if (end > index) {
        const count = end - index;
        entries.push(this.stylize(`<${count} empty item${count > 1 ? 's' : ''}>`, 'undefined'));
        index = end;
        continue;
      }
      entries.push(this.property(value, indices[at], level, true, undefined, value, true));
      at++;
      index++;
    }
    if (index < length) entries.push(moreItems(length - index));
    return entries;
  }

  #typedArrayEntries(value, shape, level) {
    const length = typedArrayLength(value);
    const most = this.#atMost(length);
    const claimed = shape.name === null ? length : value.length;
    const isNumeric = claimed > 0 && typeof value[0] === 'number';
    const entries = new Array(most);
    for (let i = 0; i < most; i++) {
      entries[i] = isNumeric ? this.stylize(numberText(value[i], this.numericSeparator), 'number') :
        this.stylize(bigintText(value[i], this.numericSeparator), 'bigint');
    }
    if (claimed > most) entries.push(moreItems(claimed - most));
    if (this.showHidden) entries.push(...this.#facts(value, kTypedArrayFacts, level, true));
    return entries;
  }

  #bufferEntries(value, level, isBackingStore) {
    if (isBackingStore) return this.#facts(value, kBufferFacts, level);
    let first;
    if (value instanceof ArrayBuffer && arrayBufferIsDetached(value)) {
      first = this.stylize('(detached)', 'special');
    } else {
      first = `${this.stylize('[Uint8Contents]', 'special')}: ${this.#bytes(new Uint8Array(value))}`;
    }
    return [first, ...this.#facts(value, kBufferFacts, level)];
  }

  #bytes(bytes) {
    const most = this.#atMost(bytes.length);
    let text = '';
    for (let i = 0; i < most; i++) {
      const byte = bytes[i];
      text += `${i === 0 ? '' : ' '}${byte < 16 ? '0' : ''}${byte.toString(16)}`;
    }
    const remaining = bytes.length - most;
    if (remaining > 0) text += ` ... ${remaining} more byte${remaining > 1 ? 's' : ''}`;
    return `<${text}>`;
  }

  /** `[byteLength]: 4` and its like, of buffers and views. */
  #facts(value, names, level, isShown = false) {
    const entries = [];
    for (const name of names) {
      this.indentation += 2;
      let fact;
      try {
        fact = value[name];
      } catch {
        fact = value.buffer[name]; // a view of a detached buffer
        this.indentation += 2;
      }
      entries.push(`${this.stylize(`[${name}]`, 'string')}: ${this.value(fact, level, isShown)}`);
      this.indentation -= 2;
    }
    return entries;
  }

  #setEntries(value, shape, level) {
    const most = this.#atMost(value.size); // not a number without a prototype: all are shown
    const entries = [];
    this.indentation += 2;
    let i = 0;
    for (const item of shape.name === null ? setValues(value) : value) {
      if (i >= most) break;
      entries.push(this.value(item, level));
      i++;
    }
    if (value.size > most) entries.push(moreItems(value.size - most));
    this.indentation -= 2;
    return entries;
  }

  #mapEntries(value, shape, level) {
    const most = this.#atMost(value.size); // see #setEntries
    const entries = [];
    this.indentation += 2;
    let i = 0;
    for (const pair of shape.name === null ? mapEntries(value) : value) {
      if (i >= most) break;
      entries.push(`${this.value(pair[0], level)} => ${this.value(pair[1], level)}`);
      i++;
    }
    if (value.size > most) entries.push(moreItems(value.size - most));
    this.indentation -= 2;
    return entries;
  }

  #iteratorEntries(value, level) {
    const [items, isKeyed] = native.previewEntries(value);
    return isKeyed ? this.#pairs(items, level, false) : this.#items(items, level);
  }

  #weakEntries(value, level) {
    if (!this.showHidden) return [this.stylize('<items unknown>', 'special')];
    const [items, isKeyed] = native.previewEntries(value);
    return isKeyed ? this.#pairs(items, level, true) : this.#items(items, level, true);
  }

  #items(items, level, isUnordered = false) {
    const most = this.#atMost(items.length);
    const entries = new Array(most);
    this.indentation += 2;
    for (let i = 0; i < most; i++) entries[i] = this.value(items[i], level);
    this.indentation -= 2;
    if (isUnordered) entries.sort();
    if (items.length > most) entries.push(moreItems(items.length - most));
    return entries;
  }

  /** Keys and values, one after the other in `items`, as `[ k, v ]` or, of a WeakMap, `k => v`. */
  #pairs(items, level, isUnordered) {
    const count = items.length / 2;
    const most = this.#atMost(count);
    const entries = new Array(most);
    this.indentation += 2;
    for (let i = 0; i < most; i++) {
      const key = this.value(items[2 * i], level);
      const item = this.value(items[2 * i + 1], level);
      entries[i] = isUnordered ? `${key} => ${item}` : join(this, [key, item], '', '[', ']', true, level);
    }
    this.indentation -= 2;
    if (isUnordered) entries.sort();
    if (count > most) entries.push(moreItems(count - most));
    return entries;
  }

  #promiseEntries(value, level) {
    const [state, result] = native.getPromiseDetails(value);
    if (state === 0) return [this.stylize('<pending>', 'special')];
    this.indentation += 2;
    const text = this.value(result, level);
    this.indentation -= 2;
    return [state === 2 ? `${this.stylize('<rejected>', 'special')} ${text}` : text];
  }

  #namespaceEntries(value, shape, level) {
    const entries = [];
    for (const key of shape.keys) {
      let descriptor;
      try {
        descriptor = getOwnPropertyDescriptor(value, key);
      } catch {
        const uninitialized = this.stylize('<uninitialized>', 'special');
        entries.push(`${this.#keyText(key, true)}: ${uninitialized}`);
        continue;
      }
      entries.push(this.property(value, key, level, false, descriptor));
    }
    shape.keys = [];
    return entries;
  }

  /**
   * One property, `key: value`.
   * @param {boolean} isList whether it is one of a list's
   * @param {object} [owner] what getters are called on, if not `object`
   * @param {boolean} [isIndex] whether the value stands without its key
   */
  property(object, key, level, isList, descriptor, owner = object, isIndex = false) {
    descriptor ??= getOwnPropertyDescriptor(object, key) ??
      { value: object[key], configurable: true, enumerable: true };
    let gap = ' ';
    let text;
    if (descriptor.value !== undefined) {
      const shift = this.compact === true && !isList ? 3 : 2;
      this.indentation += shift;
      text = this.value(descriptor.value, level);
      if (shift === 3 && this.breakLength < getStringWidth(text, this.colors)) {
        gap = `\n${' '.repeat(this.indentation)}`;
      }
      this.indentation -= shift;
    } else if (descriptor.get !== undefined) {
      text = this.#getterText(descriptor, owner, level);
    } else if (descriptor.set !== undefined) {
      text = this.stylize('[Setter]', 'special');
    } else {
      text = this.stylize('undefined', 'undefined');
    }
    return isIndex ? text : `${this.#keyText(key, descriptor.enumerable)}:${gap}${text}`;
  }

  #keyText(key, isEnumerable) {
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
