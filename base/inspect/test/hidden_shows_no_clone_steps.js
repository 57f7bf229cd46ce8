'use strict';
// What objects are cloned by is not among the properties that showHidden shows: those of public classes are as on Node.
const assert = require('node:assert');
const { inspect } = require('node:util');

const shown = (value) => inspect(value, { showHidden: true, customInspect: false, depth: 0 });
assert.strictEqual(shown(new URLSearchParams('a=b')),
                   "URLSearchParams {\n  size: [Getter],\n  [Symbol(Symbol.toStringTag)]: 'URLSearchParams'\n}");
const objects = [
  new URL('http://a/b'), new MessageEvent('x'), new Blob(['x']), AbortSignal.abort(), new ReadableStream(), new TransformStream(),
  new (require('node:net').BlockList)(), require('node:perf_hooks').createHistogram(),
  require('node:crypto').createSecretKey(Buffer.from('abc')),
];
for (const object of objects) {
  assert.doesNotMatch(shown(object), /cloneSteps|reader: |serialize: /);
  assert.match(shown(object), new RegExp(object.constructor.name));
}
