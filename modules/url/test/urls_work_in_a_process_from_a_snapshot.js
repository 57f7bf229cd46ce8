'use strict';
// A program's snapshot has URLs in it, and the process that starts from it makes and changes URLs.
const assert = require('../../../test/_finish').plan(4);
const { build, start } = require('../../v8/test/_snapshot');

const built = build((require) => {
  const { startupSnapshot } = require('node:v8');
  const kept = new URL('http://user@example.org:81/path?q=1#hash');
  startupSnapshot.setDeserializeMainFunction(() => {
    const made = new URL('https://other.com/a/b/c?d#e');
    kept.pathname = '/changed';
    kept.searchParams.append('r', '2');
    console.log(made.pathname, made.search, made.hash, new URL('../x', made).href, kept.href, kept.host);
  });
});
assert.deepStrictEqual([built.status, built.stderr], [0, '']);
const started = start();
assert.strictEqual(started.stderr, '');
assert.strictEqual(started.stdout,
                   '/a/b/c ?d #e https://other.com/a/x http://user@example.org:81/changed?q=1&r=2#hash example.org:81\n');
assert.strictEqual(started.status, 0);
