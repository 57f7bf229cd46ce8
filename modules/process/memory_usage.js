// process.memoryUsage() and memoryUsage.rss().
'use strict';
const native = binding('process');

/**
 * Memory in bytes: of the process (rss), of V8's heap, of what its objects hold outside of it (external), and how much of that is
 * ArrayBuffers.
 */
function memoryUsage() {
  const [rss, heapTotal, heapUsed, external, arrayBuffers] = native.memoryUsage();
  return { rss, heapTotal, heapUsed, external, arrayBuffers };
}

/** Resident memory in bytes, without the cost of the rest. */
function rss() {
  return native.residentBytes();
}
Object.defineProperty(memoryUsage, 'rss', { __proto__: null, configurable: true, enumerable: true, writable: true, value: rss });

module.exports = { memoryUsage };
