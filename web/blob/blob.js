'use strict';
// Blob and File (https://w3c.github.io/FileAPI/), and the blob: URLs of this process. A blob is a list of parts; a part
// has a size and reads a range of its bytes: from memory at once, from a file later.

const {
  ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS, ERR_MISSING_ARGS,
} = require('errors');
const { Buffer } = require('buffer');
const { isObject } = require('validators');
const { isAnyArrayBuffer } = binding('buffer');

const { setCloneSteps } = require('cloneable');

const customInspect = Symbol.for('nodejs.util.inspect.custom');
const streamChunkSize = 64 * 1024;
const idPrefix = 'nodedata:';

class MemoryPart {
  constructor(bytes) {
    this.bytes = bytes;
    this.size = bytes.length;
  }

  slice(start, end) {
    return start === 0 && end === this.size ? this : new MemoryPart(this.bytes.subarray(start, end));
  }

  read(start, end) {
    return this.bytes.subarray(start, end);
  }

  // The bytes never change: threads share them.
  toData() {
    return new (binding('messages').SharedBytes)(this.bytes);
  }
}

class FilePart {
  constructor(path, start, size, stats) {
    this.path = path;
    this.start = start;
    this.size = size;
    this.stats = stats;
  }

  slice(start, end) {
    return new FilePart(this.path, this.start + start, end - start, this.stats);
  }

  // It stands for what was in the file, which another thread or a later time may find changed.
  toData() {
    const { ERR_INVALID_STATE } = require('errors');
    throw new ERR_INVALID_STATE('File-backed Blobs are not cloneable');
  }

  async read(start, end) {
    const { open } = require('fs/promises');
    let handle;
    try {
      handle = await open(this.path);
      const stats = await handle.stat();
      if (stats.size !== this.stats.size || stats.mtimeMs !== this.stats.mtimeMs) throw new Error('changed');
      const bytes = Buffer.allocUnsafeSlow(end - start);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, this.start + start);
      if (bytesRead !== bytes.length) throw new Error('shorter');
      return bytes;
    } catch {
      const { DOMException } = require('dom_exception');
      throw new DOMException('The blob could not be read', 'NotReadableError');
    } finally {
      await handle?.close();
    }
  }
}

/** A key that lets our own code make a blob of given parts. */
const fromParts = Symbol('parts');

function checkDictionary(options) {
  if (options !== undefined && options !== null && !isObject(options)) {
    throw new ERR_INVALID_ARG_TYPE('options', 'a dictionary', options);
  }
}

/** The type in small letters; '' when it has characters that a type cannot have. */
function normalizeType(type) {
  type = `${type}`;
  return /[^\x20-\x7e]/.test(type) ? '' : type.toLowerCase();
}

function bytesOfView(view) {
  return Buffer.from(Buffer.from(view.buffer, view.byteOffset, view.byteLength));
}

/** The parts of one element of the constructor's list. */
function addParts(parts, source, endings) {
  if (isBlob(source)) {
    parts.push(...partsOf(source));
    return;
  }
  let bytes;
  if (isAnyArrayBuffer(source)) {
    bytes = Buffer.from(Buffer.from(source));
  } else if (ArrayBuffer.isView(source)) {
    bytes = bytesOfView(source);
  } else {
    const text = `${source}`;
    bytes = Buffer.from(endings === 'native' ? text.replaceAll('\r\n', '\n') : text);
  }
  if (bytes.length > 0) parts.push(new MemoryPart(bytes));
}

/** The parts of the bytes from `start` to `end`. */
function cutParts(parts, start, end) {
  const result = [];
  let place = 0;
  for (const part of parts) {
    const from = Math.max(start - place, 0);
    const to = Math.min(end - place, part.size);
    if (to > from) result.push(part.slice(from, to));
    place += part.size;
  }
  return result;
}

/** An index that may count from the end, inside of 0 to `size`. */
function clampIndex(index, size, otherwise) {
  if (index === undefined) return otherwise;
  index = Math.trunc(index) || 0;
  return index < 0 ? Math.max(size + index, 0) : Math.min(index, size);
}

async function readAll(blob) {
  const bytes = new Uint8Array(blob.size);
  let place = 0;
  for (const part of partsOf(blob)) {
    bytes.set(await part.read(0, part.size), place);
    place += part.size;
  }
  return bytes;
}

/** Enqueues a copy of the next bytes; the stream hands its chunks' memory over to whoever reads it. */
class BlobSource {
  type = 'bytes';
  #parts;
  #index = 0;
  #offset = 0;

  constructor(parts) {
    this.#parts = parts;
  }

  async pull(controller) {
    const part = this.#parts[this.#index];
    if (part === undefined) {
      controller.close();
      controller.byobRequest?.respond(0);
      return;
    }
    const end = Math.min(this.#offset + streamChunkSize, part.size);
    const bytes = await part.read(this.#offset, end);
    this.#offset = end;
    if (end === part.size) {
      this.#index++;
      this.#offset = 0;
    }
    if (bytes.length === 0) return this.pull(controller); // a file that was empty, and still is
    controller.enqueue(new Uint8Array(bytes));
  }
}

let partsOf;
let isBlob;

/** https://w3c.github.io/FileAPI/#blob-section */
class Blob {
  #parts;
  #size = 0;
  #type = '';

  static {
    partsOf = (blob) => blob.#parts;
    isBlob = (value) => typeof value === 'object' && value !== null && #parts in value;
  }

  /**
   * @param {Iterable<string | ArrayBuffer | ArrayBufferView | Blob>} [sources]
   * @param {{type?: string, endings?: 'transparent' | 'native'}} [options]
   */
  constructor(sources = [], options = undefined) {
    if (sources === fromParts) {
      this.#parts = options.parts;
      this.#type = normalizeType(options.type);
    } else {
      if (!isObject(sources) || typeof sources[Symbol.iterator] !== 'function') {
        throw new ERR_INVALID_ARG_TYPE('sources', 'a sequence', sources);
      }
      checkDictionary(options);
      const endings = `${options?.endings ?? 'transparent'}`;
      if (endings !== 'transparent' && endings !== 'native') {
        throw new ERR_INVALID_ARG_VALUE('options.endings', endings);
      }
      const type = options?.type;
      const parts = [];
      for (const source of sources) addParts(parts, source, endings);
      this.#parts = parts;
      this.#type = normalizeType(type ?? '');
    }
    for (const part of this.#parts) this.#size += part.size;
  }

  static #check(value) {
    if (!isBlob(value)) throw new ERR_INVALID_THIS('Blob');
  }

  /** The media type in lower case; '' for none. */
  get type() {
    Blob.#check(this);
    return this.#type;
  }

  /** In bytes. */
  get size() {
    Blob.#check(this);
    return this.#size;
  }

  /** The bytes from `start` to `end`, which count from the end when negative, without a copy. */
  slice(start = undefined, end = undefined, contentType = '') {
    Blob.#check(this);
    const from = clampIndex(start, this.#size, 0);
    const to = clampIndex(end, this.#size, this.#size);
    return new Blob(fromParts, { parts: cutParts(this.#parts, from, to), type: contentType });
  }

  /** A copy of the contents. @returns {Promise<ArrayBuffer>} */
  async arrayBuffer() {
    Blob.#check(this);
    return (await readAll(this)).buffer;
  }

  /** The contents as UTF-8, without a byte order mark; ill-formed bytes become U+FFFD. @returns {Promise<string>} */
  async text() {
    Blob.#check(this);
    return Buffer.prototype.utf8Slice.call(await readAll(this)).replace(/^\ufeff/, '');
  }

  /** A copy of the contents. @returns {Promise<Uint8Array>} */
  async bytes() {
    Blob.#check(this);
    return readAll(this);
  }

  /** A byte stream of the contents. */
  stream() {
    Blob.#check(this);
    const { ReadableStream } = require('stream/web');
    return new ReadableStream(new BlobSource(this.#parts), { highWaterMark: 0 });
  }

  [customInspect](depth, options) {
    return inspectAs(this, depth, options, 'Blob', { size: this.size, type: this.type });
  }
}

function inspectAs(value, depth, options, name, shown) {
  if (typeof depth === 'number' && depth < 0) return value;
  const inner = { ...options, depth: options.depth === null || options.depth === undefined ? null : options.depth - 1 };
  return `${name} ${require('inspect').inspect(shown, inner)}`;
}

/** https://w3c.github.io/FileAPI/#file-section */
class File extends Blob {
  #name;
  #lastModified;

  /**
   * @param {Iterable<string | ArrayBuffer | ArrayBufferView | Blob>} fileBits
   * @param {string} fileName
   * @param {{type?: string, endings?: string, lastModified?: number}} [options] lastModified in ms; by default now
   */
  constructor(fileBits, fileName, options = undefined) {
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('fileBits', 'fileName');
    super(fileBits, options);
    const lastModified = options?.lastModified;
    this.#name = `${fileName}`.toWellFormed();
    this.#lastModified = lastModified === undefined ? Date.now() : +lastModified || 0;
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#name in value)) throw new ERR_INVALID_THIS('File');
  }

  /** As given to the constructor. */
  get name() {
    File.#check(this);
    return this.#name;
  }

  /** Milliseconds since the epoch; by default when the File was made. */
  get lastModified() {
    File.#check(this);
    return this.#lastModified;
  }

  [customInspect](depth, options) {
    const { size, type, name, lastModified } = this;
    return inspectAs(this, depth, options, 'File', { size, type, name, lastModified });
  }
}

function definePrototype(prototype, tag, names) {
  for (const name of names) Object.defineProperty(prototype, name, { __proto__: null, enumerable: true });
  Object.defineProperty(prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: tag });
}
// --- How they cross to another thread. ---

function toData(blob) {
  const { type, name, lastModified } = blob;
  return { parts: partsOf(blob).map((part) => part.toData()), type, name, lastModified };
}

/** The Blob or File that was serialized. */
function deserialize({ parts, type, name, lastModified }) {
  const blob = new Blob(fromParts, { parts: parts.map((data) => new MemoryPart(data.view())), type });
  return name === undefined ? blob : new File([blob], name, { type, lastModified });
}

setCloneSteps(Blob, { kind: 'Blob', reader: 'blob', is: isBlob, serialize: toData });

definePrototype(Blob.prototype, 'Blob', ['type', 'size', 'slice', 'arrayBuffer', 'text', 'bytes', 'stream']);
definePrototype(File.prototype, 'File', ['name', 'lastModified']);

/**
 * A blob over a file, read when it is asked for; reading fails with NotReadableError when the file has changed since.
 * @param {string | Buffer} path
 * @param {{size: number, mtimeMs: number}} stats of the file now
 * @param {string} [type]
 */
function blobOfFile(path, stats, type = '') {
  const { size, mtimeMs } = stats;
  return new Blob(fromParts, { parts: [new FilePart(path, 0, size, { size, mtimeMs })], type });
}

// --- blob: URLs. ---

const blobsById = new Map();

/** A URL under which resolveObjectURL() finds the blob until it is revoked. */
function createObjectURL(blob) {
  const id = require('crypto').randomUUID();
  blobsById.set(id, blob);
  return `blob:${idPrefix}${id}`;
}

/** The id in a blob: URL of this process, or undefined. */
function idOf(url) {
  const { URL } = require('url');
  const parsed = URL.parse(url);
  if (parsed === null || parsed.protocol !== 'blob:' || !parsed.pathname.startsWith(idPrefix)) return undefined;
  return parsed.pathname.slice(idPrefix.length);
}

/** Forgets the Blob of that URL. */
function revokeObjectURL(url) {
  blobsById.delete(idOf(url));
}

/** A blob of the same bytes as the one `url` was made for; undefined when there is none. */
function resolveObjectURL(url) {
  const blob = blobsById.get(idOf(`${url}`));
  return blob === undefined ? undefined : new Blob(fromParts, { parts: partsOf(blob), type: blob.type });
}

module.exports = { Blob, File, isBlob, deserialize, blobOfFile, createObjectURL, revokeObjectURL, resolveObjectURL };
