'use strict';
// Names of functions by their addresses, out of an executable's or a library's file (ELF, 64 bits, little-endian).

const { Buffer } = require('buffer');

const HEADER_BYTES = 64;
const SECTION_BYTES = 64;
const SYMBOL_BYTES = 24;
const NOTE_HEAD = 16;         // with the owner's name, 'GNU'
const SYMBOL_TABLE = 2;       // types of sections
const NOTE = 7;
const DYNAMIC_SYMBOLS = 11;
const BUILD_ID = 3;           // a type of notes
const FUNCTION = 2;           // types of symbols
const INDIRECT_FUNCTION = 10;
const MAGIC = '\x7fELF\x02\x01'; // of such files

/**
 * @param {string} path
 * @param {number[]} addresses as the file has them
 * @param {(name: string) => number|undefined} resolve where the implementation of an indirect function is
 * @returns {Map<number, string>} of those that are in a function with a name: that name, as linkers know it
 * @throws what reading the file throws
 */
function namesOf(path, addresses, resolve) {
  const sorted = Float64Array.from(new Set(addresses)).sort();
  const file = new File(path);
  try {
    if (file.section(SYMBOL_TABLE) !== undefined) return findAll(file, SYMBOL_TABLE, sorted, resolve);
    return ofDebugFile(file.buildId(), sorted) ?? findAll(file, DYNAMIC_SYMBOLS, sorted, resolve);
  } finally {
    file.close();
  }
}

// Distributions give what they took out of a library as a file of its own, named after the library's number.
function ofDebugFile(buildId, sorted) {
  if (buildId === undefined) return undefined;
  let file;
  try {
    file = new File(`/usr/lib/debug/.build-id/${buildId.slice(0, 2)}/${buildId.slice(2)}.debug`);
  } catch {
    return undefined;
  }
  try {
    return findAll(file, SYMBOL_TABLE, sorted, () => undefined);
  } finally {
    file.close();
  }
}

class File {
  #fd;
  #sections;

  constructor(path) {
    this.#fd = require('fs').openSync(path, 'r');
    this.#sections = this.#readSections();
  }

  close() {
    require('fs').closeSync(this.#fd);
  }

  read(size, at) {
    const bytes = Buffer.allocUnsafe(size);
    return bytes.subarray(0, require('fs').readSync(this.#fd, bytes, 0, size, at));
  }

  /** The first section of a type, and the one that it refers to. */
  section(type) {
    return this.#sections.find((section) => section.type === type);
  }

  linkedTo({ link }) {
    return this.#sections[link];
  }

  /** The number that the linker gave it, in hexadecimal digits. */
  buildId() {
    for (const { type, offset, size } of this.#sections) {
      if (type !== NOTE) continue;
      const note = this.read(size, offset);
      if (note.length > NOTE_HEAD && note.readUInt32LE(8) === BUILD_ID && note.latin1Slice(12, NOTE_HEAD) === 'GNU\0') {
        return note.toString('hex', NOTE_HEAD, NOTE_HEAD + note.readUInt32LE(4));
      }
    }
    return undefined;
  }

  #readSections() {
    const header = this.read(HEADER_BYTES, 0);
    if (header.length < HEADER_BYTES || header.latin1Slice(0, MAGIC.length) !== MAGIC) return [];
    const bytes = this.read(header.readUInt16LE(60) * SECTION_BYTES, numberAt(header, 40));
    return Array.from({ length: Math.floor(bytes.length / SECTION_BYTES) }, (_, i) => {
      const at = i * SECTION_BYTES;
      return { type: bytes.readUInt32LE(at + 4), offset: numberAt(bytes, at + 24), size: numberAt(bytes, at + 32),
               link: bytes.readUInt32LE(at + 40) };
    });
  }
}

function findAll(file, type, sorted, resolve) {
  const best = new Map();
  const table = file.section(type);
  if (table === undefined) return best;
  const symbols = file.read(table.size, table.offset);
  const { offset, size } = file.linkedTo(table);
  const names = file.read(size, offset);
  for (let at = 0; at + SYMBOL_BYTES <= symbols.length; at += SYMBOL_BYTES) {
    const kind = symbols[at + 4] & 0xf;
    if (kind !== FUNCTION && kind !== INDIRECT_FUNCTION || symbols.readUInt16LE(at + 6) === 0) continue;
    const nameAt = symbols.readUInt32LE(at);
    // Of an indirect function only the begin is known.
    const start = kind === FUNCTION ? numberAt(symbols, at + 8) : resolve(textAt(names, nameAt)) ?? 0;
    const end = start + (kind === FUNCTION ? Math.max(1, numberAt(symbols, at + 16)) : 1);
    for (let i = firstFrom(sorted, start); i < sorted.length && sorted[i] < end; i++) {
      const found = { start, name: textAt(names, nameAt) };
      if (isBetter(found, best.get(sorted[i]))) best.set(sorted[i], found);
    }
  }
  return new Map([...best].map(([address, { name }]) => [address, name]));
}

// Of names for the same place the plainest: "read" rather than "__read".
function isBetter(a, b) {
  if (b === undefined || a.start !== b.start) return b === undefined || a.start > b.start;
  return a.name.length < b.name.length || a.name.length === b.name.length && a.name < b.name;
}

function numberAt(bytes, at) {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32;
}

function textAt(bytes, at) {
  return bytes.latin1Slice(at, bytes.indexOf(0, at));
}

/** Index of the first that is not below `value`. */
function firstFrom(sorted, value) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

module.exports = { namesOf };
