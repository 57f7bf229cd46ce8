'use strict';
// module.SourceMap: looks positions up in a source map (ECMA-426), version 3, plain or with sections.

const { validateObject } = require('validators');

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUE_OF = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) VALUE_OF[DIGITS.charCodeAt(i)] = i;

// Reads base64 variable-length quantities one after the other.
class Reader {
  constructor(text) {
    this.text = text;
    this.index = 0;
  }

  next() {
    let shift = 0;
    let value = 0;
    let digit;
    do {
      digit = VALUE_OF[this.text.charCodeAt(this.index++)] ?? 0;
      value += (digit & 31) << shift;
      shift += 5;
    } while (digit & 32);
    // A lone sign stands for the smallest number.
    if (value === 1) return -0x8000_0000;
    return value & 1 ? -(value >>> 1) : value >>> 1;
  }

  // Whether a segment ends here.
  get atEnd() {
    const code = this.text.charCodeAt(this.index);
    return code !== code || code === 44 || code === 59;
  }
}

// Adds the entries of one map without sections: [line, column, source, original line, original column, name].
function decode(map, lineOffset, columnOffset, entries) {
  const { sources, names = [], mappings, sourceRoot } = map;
  const root = sourceRoot ? sourceRoot.replace(/\/?$/, '/') : '';
  const reader = new Reader(mappings);
  let line = lineOffset;
  let column = columnOffset;
  let source = 0;
  let originalLine = 0;
  let originalColumn = 0;
  let name = 0;
  while (reader.index < mappings.length) {
    const code = mappings.charCodeAt(reader.index);
    if (code === 59) {
      line++;
      column = 0;
      reader.index++;
      continue;
    }
    if (code === 44) {
      reader.index++;
      continue;
    }
    column += reader.next();
    if (reader.atEnd) {
      entries.push([line, column]);
      continue;
    }
    source += reader.next();
    originalLine += reader.next();
    originalColumn += reader.next();
    // The last of all has always a name where there are names, as on Node.
    const named = !reader.atEnd || reader.index >= mappings.length;
    if (named) name += reader.next();
    entries.push([line, column, root + sources[source], originalLine, originalColumn, named ? names[name] : undefined]);
  }
}

function decodeAll(payload) {
  const entries = [];
  if (payload.sections) {
    for (const { map, offset } of payload.sections) decode(map, offset.line, offset.column, entries);
  } else {
    decode(payload, 0, 0, entries);
  }
  return entries.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

function cloned({ version, sources, names, mappings, sourceRoot, sourcesContent, file, sections }) {
  const copy = { version, sources, names, mappings, sourceRoot, sourcesContent, file, sections };
  for (const key of Object.keys(copy)) {
    if (copy[key] === undefined) delete copy[key];
    else if (Array.isArray(copy[key]) && key !== 'sections') copy[key] = copy[key].slice();
  }
  return copy;
}

class SourceMap {
  #payload;
  #entries;
  #lineLengths;

  /** `payload`: the map as parsed from JSON; `lineLengths`: the length of each line of the generated code. */
  constructor(payload, { lineLengths } = { __proto__: null }) {
    validateObject(payload, 'payload');
    this.#payload = cloned(payload);
    this.#entries = decodeAll(this.#payload);
    this.#lineLengths = lineLengths?.slice();
  }

  /** A copy of the map. */
  get payload() {
    return cloned(this.#payload);
  }

  /** A copy of the lengths of the generated code's lines; undefined when not known. */
  get lineLengths() {
    return this.#lineLengths?.slice();
  }

  /** The entry at or before a zero-based position in the generated code; {} when there is none. */
  findEntry(lineOffset, columnOffset) {
    const entries = this.#entries;
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const [line, column] = entries[middle];
      if (line < lineOffset || (line === lineOffset && column <= columnOffset)) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return {};
    const [generatedLine, generatedColumn, originalSource, originalLine, originalColumn, name] = entries[low - 1];
    return { generatedLine, generatedColumn, originalSource, originalLine, originalColumn, name };
  }

  /** The place in the original source of a one-based position in the generated code; {} when there is none. */
  findOrigin(lineNumber, columnNumber) {
    const { generatedLine, generatedColumn, originalSource, originalLine, originalColumn, name } =
      this.findEntry(lineNumber - 1, columnNumber - 1);
    if (originalSource === undefined || originalLine === undefined || originalColumn === undefined) return {};
    return {
      name,
      fileName: originalSource,
      lineNumber: originalLine + lineNumber - generatedLine,
      columnNumber: originalColumn + columnNumber - generatedColumn,
    };
  }
}

module.exports = { SourceMap };
