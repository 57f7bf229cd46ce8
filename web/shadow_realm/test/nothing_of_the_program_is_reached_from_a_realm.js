// Flags: --experimental-shadow-realm
// eddy only: on Node, console and errors of a realm lead elsewhere
// Code in a ShadowRealm gets hold of no function of the program's realm: not by errors, import.meta, require, namespaces or
// web classes.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(12);
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

// Whether `value`, and what it is made of, is the realm's own: the code that is made by its constructor's constructor
// finds this realm's global, where there is no `process`.
const probe = `
  globalThis.leaks = (value) => {
    for (let object = value; object !== null && object !== undefined; object = Object.getPrototypeOf(object)) {
      const { constructor } = object;
      if (typeof constructor !== 'function') continue;
      if (constructor.constructor('return typeof process')() !== 'undefined') return true;
    }
    return false;
  };
  globalThis.results = {};
  globalThis.note = (name, value) => { results[name] = leaks(value); };
  1`;

const files = {
  'meta.mjs': `note('resolve', import.meta.resolve);
    try { import.meta.resolve('node:fs'); } catch (error) { note('resolve error', error); }
    export default 1;`,
  'missing.mjs': `await import('./nowhere.mjs').catch((error) => note('not found', error));
    await import('node:fs').catch((error) => note('built-in', error));
    note('promise', import('./meta.mjs'));
    note('namespace', (await import('./old.cjs')).default);
    export default 1;`,
  'old.cjs': `note('require', require); note('module', module);
    try { require('fs'); } catch (error) { note('require error', error); }
    module.exports = require('./data.json'); note('json', module.exports.__proto__);`,
  'data.json': '{ "a": { "__proto__": 1 } }',
};

finish(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'realm-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    const realm = new ShadowRealm();
    realm.evaluate(probe);
    for (const name of ['meta.mjs', 'missing.mjs', 'old.cjs']) await realm.importValue(path.join(folder, name), 'default').catch(() => {});
    for (const code of ['new URL("http://a")', 'new URL("http://a").searchParams', 'new TextEncoder().encode("a")',
                        'new AbortController().signal', 'new Event("a")', 'new DOMException("a")', 'new ReadableStream()']) {
      realm.evaluate(`note(${JSON.stringify(code)}, ${code}); 1`);
    }
    realm.evaluate('try { new URL("nothing") } catch (error) { note("invalid URL", error) } 1');
    realm.evaluate('try { new TextDecoder("nothing") } catch (error) { note("no encoding", error) } 1');
    const results = JSON.parse(realm.evaluate('JSON.stringify(results)'));
    assert.ok(Object.keys(results).length >= 17);
    for (const [name, leaks] of Object.entries(results)) assert.strictEqual(leaks, false, name);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
