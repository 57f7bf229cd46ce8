// Flags: --experimental-shadow-realm
// A ShadowRealm imports files, relative to the working directory, data: URLs and CommonJS into a registry of its own, and
// has the web classes that know nothing of the process.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(20);
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

const files = {
  'counter.mjs': 'let count = 0; export const next = () => count++; export const here = () => import.meta.filename;',
  'again.mjs': 'export { next } from "./counter.mjs"; export default "again";',
  'later.mjs': 'export const load = () => { import("./again.mjs").then((ns) => { globalThis.loaded = ns.default; }); };',
  'old.cjs': 'const data = require("./data.json"); module.exports = `${data.name} ${typeof process}`;',
  'data.json': '{ "name": "data" }',
  'typed.mts': 'export default 5 as number;',
  'throws.mjs': 'throw new RangeError("from within");',
};

finish(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'realm-'));
  const before = process.cwd();
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    process.chdir(folder);
    const realm = new ShadowRealm();
    const file = path.join(process.cwd(), 'counter.mjs');
    const next = await realm.importValue('./counter.mjs', 'next');
    assert.deepStrictEqual([next(), next()], [0, 1]);
    assert.strictEqual((await realm.importValue('./again.mjs', 'next'))(), 2);
    assert.strictEqual((await realm.importValue('./counter.mjs', 'here'))(), file);
    assert.strictEqual((await import(file)).next(), 0);
    assert.strictEqual((await new ShadowRealm().importValue('./counter.mjs', 'next'))(), 0);
    assert.strictEqual(await realm.importValue('data:text/javascript,export default 1', 'default'), 1);
    assert.strictEqual(await realm.importValue('./typed.mts', 'default'), 5);
    (await realm.importValue('./later.mjs', 'load'))();
    await finish.until(() => realm.evaluate('globalThis.loaded') === 'again');

    await assert.rejects(realm.importValue('fs', 'readFileSync'), { name: 'TypeError', message: /Cannot find package 'fs' imported from/ });
    await assert.rejects(realm.importValue('node:fs', 'readFileSync'), { name: 'TypeError', message: /No such built-in module: node:fs/ });
    await assert.rejects(realm.importValue('./nowhere.mjs', 'x'), { name: 'TypeError', message: /Cannot find module '.*nowhere\.mjs'/ });
    await assert.rejects(realm.importValue('./throws.mjs', 'x'), { name: 'TypeError', message: /RangeError: from within/ });
    await assert.rejects(realm.importValue('./data.json', 'default'), { name: 'TypeError', message: /needs an import attribute/ });

    assert.strictEqual(realm.evaluate('new URL("../b?c", "http://host/a/").href'), 'http://host/b?c');
    assert.strictEqual(realm.evaluate('String(new TextEncoder().encode("\\u00e4"))'), '195,164');
    assert.strictEqual(realm.evaluate('new TextDecoder().decode(Uint8Array.of(195, 164))'), '\u00e4');
    assert.strictEqual(realm.evaluate(`
      const controller = new AbortController();
      let seen = 0;
      controller.signal.addEventListener('abort', () => { seen++; });
      controller.abort();
      seen`), 1);
    assert.strictEqual(realm.evaluate('new URL("http://a") instanceof URL && Object.getPrototypeOf(URL) === Function.prototype'), true);
    assert.strictEqual(realm.evaluate('new DOMException("a", "AbortError").code'), 20);
    assert.strictEqual(realm.evaluate('typeof process + typeof require + typeof Buffer + typeof setTimeout'), 'undefined'.repeat(4));
    assert.strictEqual(realm.evaluate('new ReadableStream().locked'), false);
    assert.strictEqual(realm.evaluate('Object.keys(globalThis).join()'), 'loaded');
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
});
