'use strict';
// Arguments that no function asked for: values of every type, and objects that bite when they are looked at.

/** A generator of numbers below `below`, the same for the same two numbers. */
function randomOf(seed, index) {
  let state = (Math.imul(seed + 1, 0x9E3779B1) ^ Math.imul(index + 1, 0x85EBCA77)) >>> 0 || 1;
  const next = (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  for (let i = 0; i < 4; i++) next(2);
  return next;
}

const NUMBERS = [0, -0, 1, -1, 2, 3, 7, 8, 15, 16, 63, 64, 65, 255, 256, 1000, 4096, 65535, 65536, 0.5, -0.5, 1e3 + 0.1, NaN,
                 Infinity, -Infinity, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 33, 2 ** 40,
                 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 2 ** 63, 2 ** 64, 1e300, -1e300, Number.MIN_VALUE];
const SMALL_NUMBERS = 15;
const SIZES = [0, 1, 8, 16, 63, 64, 65, 1000, 4096, undefined]; // undefined: a large one
// No absolute path but of harmless files, no address but loopback's: the folder is the fuzzer's, the machine is not.
const TEXTS = ['', 'a', 'b.txt', 'x/y', 'missing', 'utf8', 'hex', 'base64', 'latin1', 'ucs2', 'buffer', 'sha256', 'aes-256-cbc',
               'aes-128-gcm', 'prime256v1', 'rsa', 'ed25519', 'r', 'w+', 'a+', 'data', 'error', 'close', 'message', 'change',
               '127.0.0.1', '::1', 'localhost', '0', '1', '65536', '-1', '1e9', 'true', 'null', 'http://127.0.0.1:1/', 'a b',
               '/dev/null', '/dev/zero/x', '\0', 'a\0b', '\ud800', 'x\udc00y', '\u{1f600}', '\u00e9', '%s%d%j%o', '{"a":1}',
               'return 1', '1 +', 'throw 1', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n', '%', '%ff', '**/*',
               'constructor', '__proto__', 'SIGUSR2', 'SIGCHLD', 'node:fs', 'node:nothing', '-----BEGIN PRIVATE KEY-----\n'];
const NAMES = ['length', 'byteLength', 'byteOffset', 'buffer', 'encoding', 'flag', 'flags', 'fd', 'mode', 'signal', 'size', 'start',
               'end', 'offset', 'position', 'highWaterMark', 'objectMode', 'read', 'write', 'transform', 'flush', 'final', 'destroy',
               'key', 'iv', 'type', 'format', 'cipher', 'passphrase', 'modulusLength', 'namedCurve', 'level', 'windowBits',
               'memLevel', 'strategy', 'dictionary', 'params', 'chunkSize', 'finishFlush', 'maxOutputLength', 'info', 'host',
               'port', 'path', 'family', 'backlog', 'timeout', 'recursive', 'withFileTypes', 'bigint', 'persistent', 'interval',
               'filename', 'lineOffset', 'cachedData', 'produceCachedData', 'timeout', 'eval', 'workerData', 'transferList',
               'name', 'once', 'capture', 'passive', 'detail', 'entryTypes', 'buffered', 'input', 'output', 'stdio', 'cwd', 'env',
               'shell', 'argv', 'fatal', 'ignoreBOM', 'colors', 'compact', 'emitClose', 'autoClose', 'allowHalfOpen', 'fill',
               'onread', 'reader', 'callback', 'value', 'done', 'then', 'get', 'set', 'message', 'code', 'status', 'url'];
const POLLUTED = ['get', 'set', 'value', 'writable', 'code', 'message', 'then', 'status', 'length', 'signal', 'encoding', 'fd',
                  'type', 'name', 'port', 'path', 'key', 'output', 'size', 'error', 'done', 'hash', 'open', 'create', '0'];

class Values {
  /** @param {any[]} live objects that calls gave @param {Function[]} functions */
  constructor(live, functions) {
    this.live = live;
    this.functions = functions;
  }

  /** One value. `small`: no large number and no large memory in it. */
  make(random, small = false, depth = 0) {
    switch (random(depth > 2 ? 8 : 20)) {
      case 0: return [undefined, null, true, false][random(4)];
      case 1:
      case 2: return NUMBERS[random(small ? SMALL_NUMBERS : NUMBERS.length)];
      case 3: return random(small ? 300 : 4096) - (random(8) === 0 ? 4096 : 0); // of bits of a prime, 4096 take minutes
      case 4:
      case 5: return TEXTS[random(TEXTS.length)];
      case 6: return [0n, -1n, 2n ** 63n, 2n ** 64n, 5n][random(5)];
      case 7: return Symbol.for(NAMES[random(NAMES.length)]);
      case 8:
      case 9: return this.bytes(random, small);
      case 10:
      case 11: return this.options(random, small, depth);
      case 12: return this.callback(random);
      case 13: return this.list(random, small, depth);
      case 14: return this.biting(random, small, depth);
      case 15: return this.functions[random(this.functions.length)];
      case 16: return small ? 'y' : 'z'.repeat(1 << random(random(8) === 0 ? 21 : 14));
      default: return this.live.length === 0 ? {} : this.live[random(this.live.length)];
    }
  }

  // Few are large: a function that copies the properties of its options takes 50 ms for a MiB of them.
  largeSize(random, small) {
    return [70000, small ? 100 : 1 << 20, 5000, 5000, 8191, 8192, 16384, 16385][random(8)];
  }

  bytes(random, small) {
    const size = SIZES[random(SIZES.length)] ?? this.largeSize(random, small);
    const whole = (memory) => {
      const kinds = [Uint8Array, Uint8Array, Int16Array, Float64Array, BigInt64Array, DataView, Uint32Array];
      const Kind = kinds[random(kinds.length)];
      try {
        return new Kind(memory);
      } catch {
        return new Uint8Array(memory);
      }
    };
    switch (random(9)) {
      case 0: return Buffer.alloc(size, random(256));
      case 1: return Buffer.from(TEXTS[random(TEXTS.length)]);
      case 2: return new ArrayBuffer(size);
      case 3: return whole(new SharedArrayBuffer(size));
      case 4: { // goes away under those who hold it
        const memory = new ArrayBuffer(size, { maxByteLength: size * 2 + 1 });
        const view = whole(memory);
        setImmediate(() => memory.resize(0));
        if (random(3) === 0) queueMicrotask(() => memory.resize(size >> 1));
        return view;
      }
      case 5: {
        const view = whole(new ArrayBuffer(size));
        if (random(2) === 0) structuredClone(view.buffer, { transfer: [view.buffer] });
        else setImmediate(() => view.buffer.detached || structuredClone(view.buffer, { transfer: [view.buffer] }));
        return view;
      }
      case 6: { // says that it is larger
        const view = new Uint8Array(size);
        for (const name of ['byteLength', 'length', 'byteOffset']) {
          Object.defineProperty(view, name, { __proto__: null, value: NUMBERS[random(NUMBERS.length)] });
        }
        return view;
      }
      case 7: return new SharedArrayBuffer(size, { maxByteLength: size * 2 + 1 });
      default: return whole(new ArrayBuffer(size));
    }
  }

  options(random, small, depth) {
    const object = random(6) === 0 ? { __proto__: null } : {};
    for (let left = random(5); left > 0; left--) object[NAMES[random(NAMES.length)]] = this.make(random, small, depth + 1);
    return random(10) === 0 ? Object.freeze(object) : object;
  }

  list(random, small, depth) {
    const list = [];
    for (let left = random(6); left > 0; left--) list.push(this.make(random, small, depth + 1));
    if (random(6) === 0) Object.defineProperty(list, random(4), { __proto__: null, enumerable: true, get: this.callback(random) });
    if (random(8) === 0) return new Proxy(list, {});
    return random(8) === 0 ? { length: random(100), 0: list[0] } : list;
  }

  callback(random) {
    const { live } = this;
    const chosen = random(1 << 30);
    const pick = () => live[chosen % (live.length || 1)];
    switch (random(6)) {
      case 0: return () => { throw new Error('of a callback'); };
      case 1: return () => pick();
      case 2: return async () => { throw pick(); };
      case 3: return function constructed() { return this; };
      case 4: return () => { // re-enters whatever called it
        const object = pick();
        for (const name of ['destroy', 'end', 'unref', 'pause']) {
          try {
            if (typeof object?.[name] === 'function') return object[name]();
          } catch { /* it had enough */ }
        }
        return undefined;
      };
      default: return (...args) => args[0];
    }
  }

  biting(random, small, depth) {
    const inner = this.make(random, small, depth + 1);
    const act = this.callback(random);
    switch (random(9)) {
      case 0: return { __proto__: null, toString: act, valueOf: act };
      case 1: return { [Symbol.toPrimitive]: act };
      case 2: return new Proxy({}, { get() { throw new Error('of a trap'); } });
      case 3: return new Proxy(Object(inner) ?? {}, {});
      case 4: return { then: act };
      case 5: return { get [NAMES[random(NAMES.length)]]() { return act(); } };
      case 6: return { [Symbol.iterator]: act, [Symbol.asyncIterator]: act };
      case 7: return Object.assign(() => inner, { prototype: null });
      default: { // made by a class, with another's prototype
        try {
          return Object.create(Object.getPrototypeOf(Object(inner)) ?? null);
        } catch {
          return inner;
        }
      }
    }
  }
}

module.exports = { NUMBERS, POLLUTED, Values, randomOf };
