'use strict';
// Errors that streams and callbacks get are shown as such: `Error: ...`, with a stack, not `[Error: ...]`.
const assert = require('node:assert');
const { inspect } = require('node:util');
const zlib = require('node:zlib');
const finish = require('../../../test/_finish');

function check(code, errno) {
  return finish.once((error) => {
    assert.deepStrictEqual([error.code, error.errno], [code, errno]);
    assert.match(error.stack, /^Error: [^\n]+\n {4}at /);
    assert.match(inspect(error), /^Error: /);
  });
}

zlib.gunzip('xx', check('Z_DATA_ERROR', -3));
zlib.brotliDecompress('xx', check('Z_BUF_ERROR', -5));
zlib.zstdDecompress(Buffer.alloc(9, 'x'), check('ZSTD_error_prefix_unknown', 10));
zlib.createInflate().on('error', check('Z_DATA_ERROR', -3)).end('xxxx');
zlib.gunzip(zlib.gzipSync('whole'), finish.once((error, bytes) => {
  assert.strictEqual(error, null);
  assert.strictEqual(`${bytes}`, 'whole');
}));
