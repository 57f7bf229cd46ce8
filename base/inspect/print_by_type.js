// How each kind of object looks: a table of printers by kind. A printer says what stands before and around the entries
// (`begin`), and what is inside besides properties (`entries`).
'use strict';
const native = binding('inspect');
const types = binding('types');
const { classTag, inheritedEntries, nameWithoutClass, nearestClass, prefix } = require('inspect/class_names');
const { join } = require('inspect/layout');
const { bigintText, numberText } = require('inspect/primitives');
const { urlText } = require('inspect/url_text');

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

const plain = (text) => text;
const none = () => [];

/** What is known of an object before its properties are looked at. */
class Shape {
  /** Name of the class, or null. */
  name;
  tag;
  printer;
  /** Text before the brace: `[Function: f]`, an error's stack, a date. */
  base = '';
  open = '{';
  close = '}';
  keys;
  /** Texts of inherited properties, for showHidden. */
  inherited;
  /** Whether entries have no key: they may go in columns and stay unsorted. */
  isList = false;

  constructor(name, tag) {
    this.name = name;
    this.tag = tag;
  }

  get isBare() {
    return this.keys.length === 0 && this.inherited === undefined;
  }

  /** What an object without a prototype is called. */
  nameBehindNull(value) {
    if (this.name !== null) return '';
    const name = types.getConstructorName(value);
    return name === '' || name === this.tag ? 'Object' : name;
  }

  openWith(fallback, size, brace = '{') {
    this.open = `${prefix(this.name, this.tag, fallback, size)}${brace}`;
  }
}

/** The text of an object that has nothing to show but its braces. */
function emptyText(shape) {
  return shape.isBare ? shape.open + shape.close : undefined;
}

// --- Which printer. ---

/** A Shape, or the text of an object that has no more to show. */
function describe(printer, value, kind, level, isBackingStore) {
  const own = nearestClass(value);
  const shape = new Shape(own ?? nameWithoutClass(printer, value, level), classTag(printer, value));
  if (printer.showHidden && own !== undefined && !printer.isTooDeep(level)) {
    const inherited = inheritedEntries(printer, value, level);
    if (inherited.length > 0) shape.inherited = inherited;
  }
  shape.printer = printerFor(value, kind, shape.name);
  shape.keys = shape.printer.keys === undefined ? ownKeys(printer, value) : shape.printer.keys(printer, value);
  return shape.printer.begin(printer, value, shape, level, isBackingStore) ?? shape;
}

function printerFor(value, kind, name) {
  const known = printers[kind] ?? ordinary;
  if (known === functions) return known;
  if (known.isCollection) return name === null || Symbol.iterator in value ? known : ordinary;
  // What calls itself an Object is shown as one.
  if (name === 'Object') return kind === types.kArguments ? argumentsObjects : ordinary;
  return known === ordinary && isPrototypeOf(Error.prototype, value) ? errors : known;
}

/** What is between the braces of `value`: its entries, each as text. */
function inside(printer, value, shape, level, isBackingStore) {
  return shape.printer.entries(printer, value, shape, level, isBackingStore);
}

function ownKeys(printer, value) {
  const symbols = getOwnPropertySymbols(value);
  if (printer.showHidden) {
    const names = getOwnPropertyNames(value);
    return symbols.length === 0 ? names : names.concat(symbols);
  }
  let names;
  try {
    names = keys(value);
  } catch {
    names = getOwnPropertyNames(value); // a module namespace with bindings not initialized yet
  }
  for (let i = 0; i < symbols.length; i++) if (propertyIsEnumerable(value, symbols[i])) names.push(symbols[i]);
  return names;
}

function keysBesideIndices(printer, value) {
  return native.getOwnNonIndexProperties(value, !printer.showHidden);
}

// --- Ordinary objects. ---

const ordinary = {
  begin(printer, value, shape, level) {
    if (shape.name !== 'Object') {
      const url = shape.name === null || printer.isTooDeep(level) ? undefined : urlText(value);
      if (url !== undefined) {
        shape.base = url;
        return shape.isBare ? url : undefined;
      }
      shape.openWith(shape.nameBehindNull(value));
    } else if (shape.tag !== '') {
      shape.openWith('Object');
    }
    return emptyText(shape);
  },
  entries: none,
};

const argumentsObjects = {
  begin(printer, value, shape) {
    shape.open = '[Arguments] {';
    return emptyText(shape);
  },
  entries: none,
};

const externals = {
  begin(printer, value, shape) {
    if (!shape.isBare) return ordinary.begin(printer, value, shape);
    return printer.stylize(`[External: ${native.getExternalValue(value).toString(16)}]`, 'special');
  },
  entries: none,
};

/** A kind that shows its name and what it holds. */
function named(fallback, entries) {
  return {
    begin(printer, value, shape) { shape.openWith(fallback); },
    entries,
  };
}

// --- Functions. ---

const COMMENT = /\/\/.*?\n|\/\*.*?\*\//gs;

function opensBraceFirst(text) {
  const brace = text.indexOf('{');
  return brace !== -1 && !text.slice(0, brace).includes('(');
}

/** Whether a function is a class; one whose `extends` is an expression with parentheses is taken for a function. */
function isClass(value) {
  const text = functionText(value);
  if (!text.startsWith('class') || !text.endsWith('}') || !hasOwn(value, 'prototype')) return false;
  return opensBraceFirst(text) || opensBraceFirst(text.replace(COMMENT, ''));
}

function tagBeside({ name, tag }) {
  return tag !== '' && name !== tag ? ` [${tag}]` : '';
}

function textOfFunction(printer, value, shape) {
  const { name } = shape;
  const type = `${types.isAsyncFunction(value) ? 'Async' : ''}${
    types.isGeneratorFunction(value) ? 'Generator' : ''}Function`;
  const own = value.name;
  let label = ' (anonymous)';
  if (own !== '') label = `: ${typeof own === 'string' ? own : printer.value(own, NaN)}`;
  const text = `[${type}${name === null ? ' (null prototype)' : ''}${label}]`;
  return `${text}${name !== type && name !== null ? ` ${name}` : ''}${tagBeside(shape)}`;
}

function textOfClass(value, shape) {
  const { name } = shape;
  const own = hasOwn(value, 'name') && value.name ? String(value.name) : '(anonymous)';
  const kind = name !== 'Function' && name !== null ? ` [${name}]` : '';
  const parent = name === null ? '[null prototype]' : getPrototypeOf(value).name;
  return `[class ${own}${kind}${tagBeside(shape)}${parent ? ` extends ${parent}` : ''}]`;
}

const functions = {
  begin(printer, value, shape) {
    shape.base = isClass(value) ? textOfClass(value, shape) : textOfFunction(printer, value, shape);
    return shape.isBare ? printer.stylize(shape.base, 'special') : undefined;
  },
  entries: none,
};

// --- Objects that have a text: dates, regular expressions, errors, boxed primitives. ---

/** @param {string} type the class whose name is left out */
function beginText(printer, shape, text, type, style, isEnough) {
  const before = prefix(shape.name, shape.tag, type);
  shape.base = before === `${type} ` ? text : before + text;
  return shape.isBare || isEnough ? printer.stylize(shape.base, style) : undefined;
}

const regExps = {
  begin(printer, value, shape, level) {
    const text = regExpText(shape.name !== null ? value : new RegExp(value));
    return beginText(printer, shape, text, 'RegExp', 'regexp', printer.isTooDeep(level));
  },
  entries: none,
};

const dates = {
  begin(printer, value, shape) {
    const text = Number.isNaN(dateTime(value)) ? dateText(value) : dateIsoText(value);
    return beginText(printer, shape, text, 'Date', 'date', false);
  },
  entries: none,
};

const errors = {
  begin(printer, value, shape) {
    const { errorText } = require('inspect/error_text');
    shape.base = errorText(printer, value, shape.name, shape.tag, shape.keys);
    return shape.isBare ? shape.base : undefined;
  },
  entries: none,
};

function boxed(Class) {
  const type = Class.name;
  const unbox = uncurry(Class.prototype.valueOf);
  return {
    begin(printer, value, shape) {
      const { name, tag } = shape;
      if (type === 'String') shape.keys.splice(0, value.length); // its characters
      let text = `[${type}`;
      if (type !== name) text += name === null ? ' (null prototype)' : ` (${name})`;
      text += `: ${printer.primitive(unbox(value), plain)}]`;
      if (tag !== '' && tag !== name) text += ` [${tag}]`;
      shape.base = shape.keys.length !== 0 ? text : printer.stylize(text, type.toLowerCase());
      return shape.isBare ? shape.base : undefined;
    },
    entries: none,
  };
}

// --- Lists. ---

function more(count, what = 'item') {
  return `... ${count} more ${what}${count > 1 ? 's' : ''}`;
}

function atMost(printer, length) {
  return Math.min(Math.max(0, printer.maxArrayLength), length);
}

function beginList(shape, isEmpty) {
  shape.close = ']';
  shape.isList = true;
  return isEmpty ? emptyText(shape) : undefined;
}

const arrays = {
  isCollection: true,
  keys: keysBesideIndices,
  begin(printer, value, shape) {
    if (shape.name === 'Array' && shape.tag === '') shape.open = '[';
    else shape.openWith('Array', `(${value.length})`, '[');
    return beginList(shape, value.length === 0);
  },
  entries(printer, value, shape, level) {
    const { length } = value;
    const most = atMost(printer, length);
    const entries = [];
    for (let i = 0; i < most; i++) {
      const descriptor = getOwnPropertyDescriptor(value, i);
      if (descriptor === undefined) return sparseEntries(printer, value, level, most, entries, i);
      entries.push(printer.element(value, i, level, descriptor));
    }
    if (length > most) entries.push(more(length - most));
    return entries;
  },
};

/** The rest of an array from its first hole on, at `index`. */
function sparseEntries(printer, value, level, most, entries, index) {
  const { length } = value;
  const indices = keys(value);
  let at = entries.length; // as many indices have been shown, all that come before the hole
  while (index < length && entries.length < most) {
    const next = at < indices.length ? Number(indices[at]) : NaN;
    const isIndex = next < length && String(next) === indices[at];
    const end = isIndex ? next : length;
    if (end > index) {
      const count = end - index;
      entries.push(printer.stylize(`<${count} empty item${count > 1 ? 's' : ''}>`, 'undefined'));
      index = end;
      continue;
    }
    entries.push(printer.element(value, indices[at], level));
    at++;
    index++;
  }
  if (index < length) entries.push(more(length - index));
  return entries;
}

const typedArrays = {
  isCollection: true,
  keys: keysBesideIndices,
  begin(printer, value, shape) {
    shape.openWith(typedArrayTag(value), `(${typedArrayLength(value)})`, '[');
    return beginList(shape, value.length === 0 && !printer.showHidden);
  },
  entries(printer, value, shape, level) {
    const length = typedArrayLength(value);
    const most = atMost(printer, length);
    const claimed = shape.name === null ? length : value.length;
    const [text, style] = typeof value[0] === 'bigint' ? [bigintText, 'bigint'] : [numberText, 'number'];
    const entries = new Array(most);
    for (let i = 0; i < most; i++) entries[i] = printer.stylize(text(value[i], printer.numericSeparator), style);
    if (claimed > most) entries.push(more(claimed - most));
    if (printer.showHidden) entries.push(...facts(printer, value, TYPED_ARRAY_FACTS, level, true));
    return entries;
  },
};

// --- Maps and sets. ---

const sets = {
  isCollection: true,
  begin(printer, value, shape) {
    const size = setSize(value);
    shape.openWith('Set', `(${size})`);
    return size === 0 ? emptyText(shape) : undefined;
  },
  entries(printer, value, shape, level) {
    return shown(printer, shape.name === null ? setValues(value) : value, value.size,
                 (item) => printer.value(item, level));
  },
};

const maps = {
  isCollection: true,
  begin(printer, value, shape) {
    const size = mapSize(value);
    shape.openWith('Map', `(${size})`);
    return size === 0 ? emptyText(shape) : undefined;
  },
  entries(printer, value, shape, level) {
    return shown(printer, shape.name === null ? mapEntries(value) : value, value.size,
                 ([key, item]) => `${printer.value(key, level)} => ${printer.value(item, level)}`);
  },
};

/** The first of `items`. @param {number} [size] not known without a prototype: all are shown */
function shown(printer, items, size, text) {
  const most = atMost(printer, size);
  const entries = [];
  printer.indentation += 2;
  for (const item of items) {
    if (entries.length >= most) break;
    entries.push(text(item));
  }
  if (size > most) entries.push(more(size - most));
  printer.indentation -= 2;
  return entries;
}

function iteratorsOf(type) {
  return {
    isCollection: true,
    begin(printer, value, shape) {
      const tag = shape.tag === '' || shape.tag === `${type} Iterator` ? '' : `[${shape.tag}] `;
      shape.open = `${tag}[${type} ${native.previewEntries(value)[1] ? 'Entries' : 'Iterator'}] {`;
    },
    entries(printer, value, shape, level) {
      const [items, isKeyed] = native.previewEntries(value);
      return isKeyed ? pairs(printer, items, level, false) : single(printer, items, level, false);
    },
  };
}

function weakEntries(printer, value, shape, level) {
  if (!printer.showHidden) return [printer.stylize('<items unknown>', 'special')];
  const [items, isKeyed] = native.previewEntries(value);
  return isKeyed ? pairs(printer, items, level, true) : single(printer, items, level, true);
}

function single(printer, items, level, isUnordered) {
  const entries = shown(printer, items, items.length, (item) => printer.value(item, level));
  return isUnordered ? sortedButMore(entries, items.length, printer) : entries;
}

/** Keys and values, one after the other in `items`, as `[ k, v ]` or, of a WeakMap, `k => v`. */
function pairs(printer, items, level, isUnordered) {
  const keysOnly = items.filter((item, i) => i % 2 === 0);
  let i = 0;
  const entries = shown(printer, keysOnly, keysOnly.length, (key) => {
    const parts = [printer.value(key, level), printer.value(items[2 * i++ + 1], level)];
    return isUnordered ? parts.join(' => ') : join(printer, parts, '', '[', ']', true, level);
  });
  return isUnordered ? sortedButMore(entries, keysOnly.length, printer) : entries;
}

function sortedButMore(entries, count, printer) {
  const most = atMost(printer, count);
  return [...entries.slice(0, most).sort(), ...entries.slice(most)];
}

// --- Memory. ---

const TYPED_ARRAY_FACTS = ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer'];
const BUFFER_FACTS = ['byteLength'];
const DATA_VIEW_FACTS = ['byteLength', 'byteOffset', 'buffer'];

/** `[byteLength]: 4` and its like. @param {boolean} [isShown] whether the bytes of the buffer have been shown already */
function facts(printer, value, names, level, isShown = false) {
  const indentation = printer.indentation;
  const entries = names.map((name) => {
    let fact;
    try {
      fact = value[name];
    } catch {
      fact = value.buffer[name]; // a view of a detached buffer
    }
    printer.indentation = indentation + 2;
    return `${printer.stylize(`[${name}]`, 'string')}: ${printer.value(fact, level, isShown)}`;
  });
  printer.indentation = indentation;
  return entries;
}

function textOfBytes(printer, bytes) {
  const most = atMost(printer, bytes.length);
  let text = '';
  for (let i = 0; i < most; i++) text += `${i === 0 ? '' : ' '}${bytes[i].toString(16).padStart(2, '0')}`;
  const remaining = bytes.length - most;
  return `<${text}${remaining > 0 ? ` ${more(remaining, 'byte')}` : ''}>`;
}

function buffersOf(fallback) {
  return {
    begin(printer, value, shape, level, isBackingStore) {
      shape.openWith(fallback);
      if (!isBackingStore || !shape.isBare) return undefined;
      return `${shape.open} [byteLength]: ${printer.stylize(numberText(value.byteLength, false), 'number')} }`;
    },
    entries(printer, value, shape, level, isBackingStore) {
      const known = facts(printer, value, BUFFER_FACTS, level);
      if (isBackingStore) return known;
      if (fallback === 'ArrayBuffer' && arrayBufferIsDetached(value)) {
        return [printer.stylize('(detached)', 'special'), ...known];
      }
      const label = printer.stylize('[Uint8Contents]', 'special');
      return [`${label}: ${textOfBytes(printer, new Uint8Array(value))}`, ...known];
    },
  };
}

// --- Promises and modules. ---

const PENDING = 0;
const REJECTED = 2;

function promiseEntries(printer, value, shape, level) {
  const [state, result] = native.getPromiseDetails(value);
  if (state === PENDING) return [printer.stylize('<pending>', 'special')];
  printer.indentation += 2;
  const text = printer.value(result, level);
  printer.indentation -= 2;
  return [state === REJECTED ? `${printer.stylize('<rejected>', 'special')} ${text}` : text];
}

/** The exports; the shape has no keys then. */
function moduleEntries(printer, value, shape, level) {
  const entries = shape.keys.map((key) => {
    let descriptor;
    try {
      descriptor = getOwnPropertyDescriptor(value, key);
    } catch {
      return `${printer.keyText(key, true)}: ${printer.stylize('<uninitialized>', 'special')}`;
    }
    return printer.propertyWith(value, key, descriptor, level);
  });
  shape.keys = [];
  return entries;
}

// --- The table. ---

const printers = [];
printers[types.kOrdinary] = ordinary;
printers[types.kArray] = arrays;
printers[types.kFunction] = functions;
printers[types.kArguments] = ordinary;
printers[types.kMap] = maps;
printers[types.kSet] = sets;
printers[types.kMapIterator] = iteratorsOf('Map');
printers[types.kSetIterator] = iteratorsOf('Set');
printers[types.kTypedArray] = typedArrays;
printers[types.kArrayBuffer] = buffersOf('ArrayBuffer');
printers[types.kSharedArrayBuffer] = buffersOf('SharedArrayBuffer');
printers[types.kDataView] = named('DataView', (printer, value, shape, level) =>
  facts(printer, value, DATA_VIEW_FACTS, level));
printers[types.kDate] = dates;
printers[types.kRegExp] = regExps;
printers[types.kNativeError] = errors;
printers[types.kPromise] = named('Promise', promiseEntries);
printers[types.kWeakMap] = named('WeakMap', weakEntries);
printers[types.kWeakSet] = named('WeakSet', weakEntries);
printers[types.kModuleNamespace] = named('Module', moduleEntries);
printers[types.kNumberObject] = boxed(Number);
printers[types.kStringObject] = boxed(String);
printers[types.kBooleanObject] = boxed(Boolean);
printers[types.kBigIntObject] = boxed(BigInt);
printers[types.kSymbolObject] = boxed(Symbol);
printers[types.kGenerator] = ordinary;
printers[types.kExternal] = externals;

module.exports = { describe, inside };
