'use strict';
// The bits of a stream state's one number, `flags`. Those up to OBJECT_MODE mean the same on both sides of a stream:
// what happens to the stream as a whole is marked on both at once.

/** `_construct` has called back, or there is none. */
const CONSTRUCTED = 1 << 0;
const DESTROYED = 1 << 1;
/** There is an error in `failure`. */
const FAILED = 1 << 2;
/** `_destroy` has called back. */
const CLOSED = 1 << 3;
const CLOSE_EMITTED = 1 << 4;
const ERROR_EMITTED = 1 << 5;
const EMITS_CLOSE = 1 << 6;
const AUTO_DESTROY = 1 << 7;
/** The state's `readable` or `writable` was set; ABSENT: to false, so there is no such side. */
const PRESENCE_SET = 1 << 8;
const ABSENT = 1 << 9;
/** The implementation may be on the stack: it was called and has not returned. */
const INSIDE = 1 << 10;
const OBJECT_MODE = 1 << 11;

/** What a new state starts with, of the bits of both sides. `options` may be missing. */
function commonBitsFrom(options) {
  let bits = CONSTRUCTED | INSIDE | EMITS_CLOSE | AUTO_DESTROY;
  if (options) {
    if (options.objectMode) bits |= OBJECT_MODE;
    if (options.emitClose === false) bits &= ~EMITS_CLOSE;
    if (options.autoDestroy === false) bits &= ~AUTO_DESTROY;
  }
  return bits;
}

/** Makes each bit of `table` a boolean property of `prototype`: what packages know a state's bits as. */
function exposeBits(prototype, table) {
  for (const name of Object.keys(table)) {
    const bit = table[name];
    Object.defineProperty(prototype, name, {
      __proto__: null,
      get() { return (this.flags & bit) !== 0; },
      set(on) { this.flags = on ? this.flags | bit : this.flags & ~bit; },
    });
  }
}

/** The same for the bits of both sides. `presence`: what the side is called. */
function exposeCommonBits(prototype, presence) {
  exposeBits(prototype, {
    constructed: CONSTRUCTED, destroyed: DESTROYED, closed: CLOSED, closeEmitted: CLOSE_EMITTED,
    errorEmitted: ERROR_EMITTED, emitClose: EMITS_CLOSE, autoDestroy: AUTO_DESTROY, sync: INSIDE,
    objectMode: OBJECT_MODE,
  });
  Object.defineProperty(prototype, 'errored', {
    __proto__: null,
    get() { return this.failure; },
    set(error) {
      this.failure = error;
      this.flags = error ? this.flags | FAILED : this.flags & ~FAILED;
    },
  });
  Object.defineProperty(prototype, presence, {
    __proto__: null,
    get() { return (this.flags & PRESENCE_SET) === 0 ? undefined : (this.flags & ABSENT) === 0; },
    set(value) {
      const flags = this.flags & ~(PRESENCE_SET | ABSENT);
      this.flags = value === undefined ? flags : flags | PRESENCE_SET | (value ? 0 : ABSENT);
    },
  });
}

module.exports = {
  commonBitsFrom, exposeBits, exposeCommonBits,
  CONSTRUCTED, DESTROYED, FAILED, CLOSED, CLOSE_EMITTED, ERROR_EMITTED, EMITS_CLOSE, AUTO_DESTROY, PRESENCE_SET, ABSENT,
  INSIDE, OBJECT_MODE,
};
