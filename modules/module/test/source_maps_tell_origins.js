'use strict';
const assert = require('node:assert');
const { SourceMap, findSourceMap, getSourceMapsSupport, setSourceMapsSupport } = require('node:module');

const payload = { version: 3, sources: ['a.js'], names: ['x'], mappings: 'AAAAA;AACA,IAAKA;' };
const map = new SourceMap(payload, { lineLengths: [3, 4] });

assert.deepStrictEqual(map.findEntry(0, 0), {
  generatedLine: 0, generatedColumn: 0, originalSource: 'a.js', originalLine: 0, originalColumn: 0, name: 'x',
});
assert.deepStrictEqual(map.findEntry(1, 7), {
  generatedLine: 1, generatedColumn: 4, originalSource: 'a.js', originalLine: 1, originalColumn: 5, name: 'x',
});
assert.deepStrictEqual(map.findOrigin(2, 6), { name: 'x', fileName: 'a.js', lineNumber: 2, columnNumber: 7 });
assert.deepStrictEqual(map.payload, payload);
assert.notStrictEqual(map.payload, payload);
assert.deepStrictEqual(map.lineLengths, [3, 4]);
assert.throws(() => new SourceMap(), { code: 'ERR_INVALID_ARG_TYPE' });

assert.deepStrictEqual({ ...getSourceMapsSupport() }, { enabled: false, nodeModules: false, generatedCode: false });
assert.strictEqual(findSourceMap(__filename), undefined);
setSourceMapsSupport(true, { nodeModules: true });
assert.deepStrictEqual({ ...getSourceMapsSupport() }, { enabled: true, nodeModules: true, generatedCode: false });
assert.throws(() => setSourceMapsSupport('yes'), { code: 'ERR_INVALID_ARG_TYPE' });
