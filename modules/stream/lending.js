'use strict';
// A chunk that a source wrote, and gave to nobody else, can be the source's again.

/**
 * writable[kLend](chunk, giveBack), right after write(chunk): giveBack(chunk) is called when the chunk's bytes are with
 * the kernel; never, when others may have seen the chunk.
 */
const kLend = Symbol('kLend');

module.exports = { kLend };
