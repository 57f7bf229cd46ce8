'use strict';
// The functions of node:path read strings without taking them apart. Here random paths are taken apart, and put together again.
// A seed may be given as an argument.
const assert = require('node:assert');
const path = require('node:path');

const { posix, win32 } = path;
let state = Number(process.argv[2] ?? Date.now()) >>> 0;
const seed = state;

function random(limit) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return (state >>> 8) % limit;
}

const SEGMENTS = ['a', 'bc', '.', '..', '...', '', '.d', 'e.', 'f.js', '..g', 'h.tar.gz', '\u00e9', '\u4e2d'];

function randomPath() {
  const text = Array.from({ length: random(6) }, () => SEGMENTS[random(SEGMENTS.length)]).join('/');
  return (random(3) === 0 ? '/' : '') + text + (random(4) === 0 ? '/' : '');
}

/** The segments of `text` that are left when each '..' has taken back the one before it. */
function clean(text) {
  const stack = [];
  for (const segment of text.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') stack.push(segment);
    else if (stack.length > 0 && stack.at(-1) !== '..') stack.pop();
    else if (!text.startsWith('/')) stack.push('..');
  }
  return stack;
}

function normalize(text) {
  if (text === '') return '.';
  const body = clean(text).join('/');
  const absolute = text.startsWith('/');
  if (body === '') return absolute ? '/' : text.endsWith('/') ? './' : '.';
  return (absolute ? '/' : '') + body + (text.endsWith('/') ? '/' : '');
}

const join = (paths) => normalize(paths.filter((one) => one !== '').join('/'));

function resolve(paths) {
  const last = paths.findLastIndex((one) => one.startsWith('/'));
  const relevant = last === -1 ? [process.cwd(), ...paths] : paths.slice(last);
  return `/${clean(relevant.join('/')).join('/')}`;
}

function relative(from, to) {
  const source = clean(resolve([from]));
  const target = clean(resolve([to]));
  while (source.length > 0 && source[0] === target[0]) {
    source.shift();
    target.shift();
  }
  return [...source.map(() => '..'), ...target].join('/');
}

const nameOf = (text) => text.replace(/\/+$/, '').split('/').at(-1);
const extensionOf = (name) => (name === '..' ? '' : /^.+?(\.[^.]*)$/s.exec(name)?.[1] ?? '');
const directoryOf = (text) => /^(.*?)\/[^/]*\/*$/s.exec(text.replace(/(.)\/+$/s, '$1'))?.[1];

function check(paths) {
  const [a, b] = paths;
  assert.strictEqual(posix.normalize(a), normalize(a));
  assert.strictEqual(posix.join(...paths), join(paths));
  assert.strictEqual(posix.resolve(...paths), resolve(paths));
  assert.strictEqual(posix.relative(a, b), relative(a, b));
  assert.strictEqual(posix.basename(a), nameOf(a));
  assert.strictEqual(posix.extname(a), extensionOf(nameOf(a)));
  if (a.includes('//')) return; // what stands in front of the last of two slashes is a matter of taste
  const directory = directoryOf(a);
  assert.strictEqual(posix.dirname(a), directory === undefined ? '.' : directory || '/');
  const extension = extensionOf(nameOf(a));
  if (extension !== '' && nameOf(a) !== extension) {
    assert.strictEqual(posix.basename(a, extension), nameOf(a).slice(0, -extension.length));
  }
  if (a.startsWith('/..')) return; // '/..' has an extension for parse()
  const base = nameOf(a);
  const name = base.slice(0, base.length - extension.length);
  const root = a.startsWith('/') ? '/' : '';
  assert.deepStrictEqual(posix.parse(a), { root, dir: directory || root, base, ext: extension, name });
}

/** Relative paths, and those from a drive's root, are on Windows as elsewhere, but for the separator. */
function checkWindows(paths) {
  const toWindows = (text) => text.replaceAll('/', '\\');
  const relatives = paths.map((one) => one.replace(/^\/+/, ''));
  assert.strictEqual(win32.join(...relatives), toWindows(join(relatives)));
  const expected = `C:${toWindows(resolve(['/', ...relatives]))}`;
  assert.strictEqual(win32.resolve('C:\\', ...relatives), expected);
}

for (let i = 0; i < 20000; i++) {
  const paths = [randomPath(), randomPath(), randomPath()];
  try {
    check(paths);
    checkWindows(paths);
  } catch (error) {
    error.message += `\nof ${JSON.stringify(paths)}, seed ${seed}`;
    throw error;
  }
}
