'use strict';
// Values of the other process as text: Runtime.RemoteObject and Runtime.ObjectPreview.

const { inspect } = require('util');

const LINE_LENGTH = 60;         // of what is in braces; more than that gets a line for each item

// Only what stands right in front of the parenthesis, behind at most one word, is taken for a name.
const FUNCTION_NAME = /^(?:async )?(?:function\*? )?([^\s(]+)\(/;

/** A value as the inspector gives it; `util.inspect` shows it as the value. */
class RemoteValue {
  constructor(remote) {
    this.remote = remote;
  }

  [inspect.custom](_, options) {
    return format(this.remote, options);
  }

  toString() {
    return format(this.remote, { colors: false });
  }
}

/** The text of a RemoteObject. `options.colors` as of util.inspect. */
function format(remote, options) {
  const { type, subtype, value, description, className, preview } = remote;
  if (type === 'string') return inspect(value, { colors: options?.colors });
  if (type === 'function') return formatFunction(className, description);
  if (type !== 'object') return options?.stylize?.(description ?? `${value}`, type) ?? description ?? `${value}`;
  if (subtype === 'null') return 'null';
  if (subtype === 'date') return formatDate(description);
  if (preview === undefined || subtype === 'error' || subtype === 'regexp') return description;
  return formatPreview(preview);
}

function formatFunction(className, description) {
  const name = FUNCTION_NAME.exec(description)?.[1];
  return `[${className}${name === undefined ? '' : `: ${name}`}]`;
}

function formatDate(description) {
  const date = new Date(description);
  return Number.isNaN(date.getTime()) ? 'Invalid Date' : date.toISOString();
}

/** Of an object within an object only its properties or entries are shown, if the inspector gave any. */
function formatPreview(preview) {
  const { type, subtype, description, properties, entries } = preview;
  if (type !== 'object') return type === 'undefined' ? 'undefined' : description;
  if (subtype === 'null') return 'null';
  if (subtype === 'date') return formatDate(description);
  if (subtype === 'map' || subtype === 'set') return `${description} ${inBraces('{', '}', (entries ?? []).map(formatEntry), preview)}`;
  const isPlain = subtype === undefined || subtype === 'array' || subtype === 'arraylike';
  if (!isPlain && properties.length === 0) return description;
  if (subtype === 'array') return inBraces('[', ']', properties.map(formatElement), preview);
  return isPlain ? inBraces('{', '}', properties.map(formatProperty), preview) : description;
}

function formatEntry({ key, value }) {
  return key === undefined ? formatPreview(value) : `${formatPreview(key)} => ${formatPreview(value)}`;
}

// Holes have no property of theirs: what follows them shows its index.
function formatElement(property, index) {
  return property.name === String(index) ? formatPropertyValue(property) : formatProperty(property);
}

function formatProperty(property) {
  return `${property.name}: ${formatPropertyValue(property)}`;
}

function formatPropertyValue({ type, subtype, value, valuePreview }) {
  switch (type) {
    case 'string': return inspect(value);
    case 'function': return '[Function]';
    case 'accessor': return '[Getter]';
    case 'object':
      if (subtype === 'date') return formatDate(value);
      return valuePreview === undefined ? value : formatPreview(valuePreview);
    default: return value;
  }
}

function inBraces(open, close, items, { overflow }) {
  const all = overflow ? [...items, '...'] : items;
  if (all.length === 0) return `${open}${close}`;
  const length = all.reduce((sum, item) => sum + item.length + 2, 0);
  const separator = all.length > 1 && length > LINE_LENGTH ? ',\n  ' : ', ';
  return `${open} ${all.join(separator)} ${close}`;
}

module.exports = { RemoteValue, format };
