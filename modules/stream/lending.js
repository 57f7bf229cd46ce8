'use strict';
// A chunk that only its source and one destination have seen can be reused by the source.

/**
 * writable[kLend](chunk, giveBack), right after write(chunk): giveBack(chunk) is called when the chunk's bytes are with
 * the kernel; never, when others may have seen the chunk.
 */
const kLend = Symbol('kLend');

module.exports = { kLend };
