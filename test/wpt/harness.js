'use strict';
// Runs one file of the web-platform tests: harness.js WPT FILE [VARIANT]. The last line that it prints is a JSON text,
// { harness: status, tests: [{ name, status, message }] }; a test's status is one of STATUS.
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const STATUS = ['PASS', 'FAIL', 'TIMEOUT', 'NOTRUN', 'PRECONDITION_FAILED'];
const [root, file, variant = ''] = process.argv.slice(2);

function load(name) {
  const filename = path.join(root, name);
  vm.runInThisContext(fs.readFileSync(filename, 'utf8'), { filename });
}

/** The file that a script of a test names, which is written as an absolute address or relative to the test. */
function resolve(address) {
  return address.startsWith('/') ? address : path.join(path.dirname(file), address);
}

/** Values of the `// META: key=value` lines. */
function metaOf(source, key) {
  const lines = [...source.matchAll(/^\/\/ META: *([a-z]+)=(.*)$/gm)];
  return lines.filter(([, name]) => name === key).map(([, , value]) => value.trim());
}

// Tests fetch() files of theirs: the interfaces in IDL, tables.
const fetchFromNetwork = globalThis.fetch;
globalThis.fetch = async function fetch(address, ...rest) {
  if (typeof address !== 'string' || /^[a-z]+:/.test(address)) return fetchFromNetwork(address, ...rest);
  const text = await fs.promises.readFile(path.join(root, resolve(address)), 'utf8');
  return { ok: true, status: 200, text: async () => text, json: async () => JSON.parse(text) };
};
globalThis.self = globalThis;
globalThis.GLOBAL = { isWindow: () => true, isWorker: () => false, isShadowRealm: () => false };
Object.defineProperty(globalThis, Symbol.toStringTag, { value: 'Window', configurable: true });
globalThis.Window = Object.getPrototypeOf(globalThis).constructor;

load('/resources/testharness.js');
globalThis.location = new URL(`http://web-platform.test/${file}${variant}`);

globalThis.add_completion_callback((tests, status) => {
  const told = tests.map((test) => ({ name: test.name, status: STATUS[test.status], message: test.message }));
  const result = { harness: status.status === 0 ? 'OK' : `${status.message}`, tests: told };
  process.stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit());
});
process.on('unhandledRejection', () => {}); // Tests leave promises alone whose rejection is not what they are about.
process.on('uncaughtException', (error) => { process.stdout.write(`${error?.stack}\n`); });

const source = fs.readFileSync(path.join(root, file), 'utf8');
for (const script of metaOf(source, 'script')) load(resolve(script));
load(file);
