'use strict';
// One component of a URL pattern (https://urlpattern.spec.whatwg.org/#component): its pattern string is parsed into
// parts, from which come a regular expression and the normalized pattern string.
// A part is { type: 'fixed' | 'regexp' | 'segment' | 'wildcard', value, modifier: '' | '?' | '*' | '+', name, prefix, suffix }.

const { tokenize, isNameCodePoint } = require('url/pattern/tokens');

function escapeRegexp(text) {
  return text.replace(/[.+*?^${}()[\]|/\\]/g, '\\$&');
}

/** `text` as a pattern that matches just that. */
function escapePattern(text) {
  return text.replace(/[+*?:{}()\\]/g, '\\$&');
}

function segmentRegexp(options) {
  return options.delimiter === '' ? '.+?' : `[^${escapeRegexp(options.delimiter)}]+?`;
}

class PartParser {
  #tokens;
  #index = 0;
  #options;
  #encode;
  #parts = [];
  #pending = '';
  #names = new Set();
  #nextNumber = 0;

  constructor(input, options, encode) {
    this.#tokens = tokenize(input, true);
    this.#options = options;
    this.#encode = encode;
  }

  parse() {
    while (this.#index < this.#tokens.length) {
      const char = this.#take('char');
      const name = this.#take('name');
      const matcher = this.#takeMatcher(name);
      if (name !== null || matcher !== null) {
        let prefix = char?.value ?? '';
        if (prefix !== '' && prefix !== this.#options.prefix) {
          this.#pending += prefix;
          prefix = '';
        }
        this.#flush();
        this.#add(prefix, name, matcher, '', this.#takeModifier());
        continue;
      }
      const fixed = char ?? this.#take('escaped');
      if (fixed !== null) {
        this.#pending += fixed.value;
      } else if (this.#take('open') !== null) {
        this.#parseGroup();
      } else {
        this.#flush();
        this.#require('end');
      }
    }
    return this.#parts;
  }

  #parseGroup() {
    const prefix = this.#takeText();
    const name = this.#take('name');
    const matcher = this.#takeMatcher(name);
    const suffix = this.#takeText();
    this.#require('close');
    this.#add(prefix, name, matcher, suffix, this.#takeModifier());
  }

  #take(type) {
    const token = this.#tokens[this.#index];
    if (token.type !== type) return null;
    this.#index++;
    return token;
  }

  #require(type) {
    if (this.#take(type) === null) throw new TypeError(`Missing ${type}`);
  }

  #takeMatcher(name) {
    return this.#take('regexp') ?? (name === null ? this.#take('asterisk') : null);
  }

  #takeModifier() {
    return (this.#take('modifier') ?? this.#take('asterisk'))?.value ?? '';
  }

  #takeText() {
    let text = '';
    for (;;) {
      const token = this.#take('char') ?? this.#take('escaped');
      if (token === null) return text;
      text += token.value;
    }
  }

  /** What was read as plain text becomes a part. */
  #flush() {
    if (this.#pending === '') return;
    const value = this.#encode(this.#pending);
    this.#pending = '';
    this.#parts.push({ type: 'fixed', value, modifier: '', name: '', prefix: '', suffix: '' });
  }

  #add(prefix, nameToken, matcher, suffix, modifier) {
    if (nameToken === null && matcher === null && modifier === '') {
      this.#pending += prefix;
      return;
    }
    this.#flush();
    if (nameToken === null && matcher === null) {
      if (prefix === '') return;
      this.#parts.push({ type: 'fixed', value: this.#encode(prefix), modifier, name: '', prefix: '', suffix: '' });
      return;
    }
    const segment = segmentRegexp(this.#options);
    let value = matcher === null ? segment : matcher.type === 'asterisk' ? '.*' : matcher.value;
    let type = 'regexp';
    if (value === segment) type = 'segment';
    else if (value === '.*') type = 'wildcard';
    if (type !== 'regexp') value = '';
    const name = nameToken !== null ? nameToken.value : String(this.#nextNumber++);
    if (this.#names.has(name)) throw new TypeError(`Duplicate name ${name}`);
    this.#names.add(name);
    this.#parts.push({ type, value, modifier, name, prefix: this.#encode(prefix), suffix: this.#encode(suffix) });
  }
}

function valueRegexp(part, options) {
  if (part.type === 'segment') return segmentRegexp(options);
  return part.type === 'wildcard' ? '.*' : part.value;
}

function partRegexp(part, options) {
  const { modifier } = part;
  if (part.type === 'fixed') {
    const text = escapeRegexp(part.value);
    return modifier === '' ? text : `(?:${text})${modifier}`;
  }
  const value = valueRegexp(part, options);
  const once = modifier === '' || modifier === '?';
  if (part.prefix === '' && part.suffix === '') return once ? `(${value})${modifier}` : `((?:${value})${modifier})`;
  const prefix = escapeRegexp(part.prefix);
  const suffix = escapeRegexp(part.suffix);
  if (once) return `(?:${prefix}(${value})${suffix})${modifier}`;
  const repeated = `(?:${prefix}((?:${value})(?:${suffix}${prefix}(?:${value}))*)${suffix})`;
  return modifier === '*' ? `${repeated}?` : repeated;
}

function isNumber(name) {
  return name[0] >= '0' && name[0] <= '9';
}

/** Whether `part` must stand in braces so that it does not run together with its neighbours. */
function needsBraces(part, previous, next, options) {
  if (part.suffix !== '' || (part.prefix !== '' && part.prefix !== options.prefix)) return true;
  if (!isNumber(part.name) && part.type === 'segment' && part.modifier === '' && next !== undefined &&
      next.prefix === '' && next.suffix === '') {
    if (next.type === 'fixed' ? isNameCodePoint(String.fromCodePoint(next.value.codePointAt(0)), false) :
      isNumber(next.name)) return true;
  }
  return part.prefix === '' && previous?.type === 'fixed' && options.prefix !== '' &&
    previous.value.endsWith(options.prefix);
}

function partPattern(part, previous, next, options) {
  const { modifier } = part;
  if (part.type === 'fixed') {
    const text = escapePattern(part.value);
    return modifier === '' ? text : `{${text}}${modifier}`;
  }
  const named = !isNumber(part.name);
  const braces = needsBraces(part, previous, next, options);
  let text = escapePattern(part.prefix);
  if (named) text += `:${part.name}`;
  if (part.type === 'regexp') {
    text += `(${part.value})`;
  } else if (part.type === 'segment') {
    if (!named) text += `(${segmentRegexp(options)})`;
  } else if (!named && (previous === undefined || previous.type === 'fixed' || previous.modifier !== '' || braces ||
                        part.prefix !== '')) {
    text += '*';
  } else {
    text += '(.*)';
  }
  if (part.type === 'segment' && named && part.suffix !== '' &&
      isNameCodePoint(String.fromCodePoint(part.suffix.codePointAt(0)), false)) {
    text += '\\';
  }
  text += escapePattern(part.suffix);
  return (braces ? `{${text}}` : text) + modifier;
}

/** One of the eight components of a URLPattern. */
class Component {
  /**
   * @param {string} input pattern string
   * @param {(text: string) => string} encode canonicalizes plain text of this component; throws when it cannot be
   * @param {{delimiter: string, prefix: string, ignoreCase?: boolean}} options
   */
  constructor(input, encode, options) {
    const parts = new PartParser(input, options, encode).parse();
    const source = parts.map((part) => partRegexp(part, options)).join('');
    this.regexp = new RegExp(`^${source}$`, options.ignoreCase ? 'vi' : 'v');
    this.pattern = parts.map((part, i) => partPattern(part, parts[i - 1], parts[i + 1], options)).join('');
    this.names = parts.filter((part) => part.type !== 'fixed').map((part) => part.name);
    this.hasRegexpGroups = parts.some((part) => part.type === 'regexp');
  }

  /** What the groups match in `input`, or null. */
  match(input) {
    const match = this.regexp.exec(input);
    if (match === null) return null;
    const groups = {};
    for (let i = 0; i < this.names.length; i++) groups[this.names[i]] = match[i + 1];
    return { input, groups };
  }
}

module.exports = { Component, escapePattern };
