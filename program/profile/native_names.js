'use strict';
// What native functions are called, for people.

const { basename } = require('path');
const { addressIn, demangle } = binding('native_names');
const { namesOf } = require('profile/elf');

const EXECUTABLE = '';

/**
 * @param {{libraries: string[], functions: number[]}} native of NativeStacks.stop
 * @param {number} pid of the process that was sampled
 * @returns {{functionName: string, url: string}[]} of each function its name, and 'native:' with that of the library
 */
function nameAll({ libraries, functions }, pid) {
  // As that process sees its files, which may be in a container of its own.
  const fileOf = (library) => library === EXECUTABLE ? `/proc/${pid}/exe` : `/proc/${pid}/root${library}`;
  const names = libraries.map((library, i) => {
    const addresses = [];
    for (let at = 0; at < functions.length; at += 2) if (functions[at] === i) addresses.push(functions[at + 1]);
    return readNames(fileOf(library), addresses, library);
  });
  const shortNames = libraries.map((library) => basename(library === EXECUTABLE ? linkTarget(fileOf(library)) : library));
  const all = [];
  for (let at = 0; at < functions.length; at += 2) {
    const [index, address] = [functions[at], functions[at + 1]];
    if (index < 0) {
      all.push({ functionName: '(unknown native code)', url: 'native:' });
      continue;
    }
    const name = names[index].get(address);
    const functionName = name === undefined ? `${shortNames[index]}+0x${address.toString(16)}` : plain(name);
    all.push({ functionName, url: `native:${shortNames[index]}` });
  }
  return all;
}

// What cannot be read has no names: the kernel's own library is no file, and others may be gone.
function readNames(file, addresses, library) {
  try {
    const isOurs = library !== EXECUTABLE && isSame(file, library);
    return namesOf(file, addresses, (name) => isOurs ? addressIn(library, name) : undefined);
  } catch {
    return new Map();
  }
}

function isSame(file, other) {
  const { statSync } = require('fs');
  const a = statSync(file), b = statSync(other);
  return a.dev === b.dev && a.ino === b.ino;
}

function linkTarget(file) {
  try {
    return require('fs').readlinkSync(file).replace(/ \(deleted\)$/, '');
  } catch {
    return file;
  }
}

function plain(name) {
  const unversioned = name.replace(/@.*$/, ''); // 'memcpy@@GLIBC_2.14'
  return shortened(beginOf(demangle(unversioned)));
}

// What the compiler's own library cannot read (types of lambdas as arguments of templates) is shown as far as it is plain:
// '_ZN4eddy4bind7InvokerISt5tuple...' as 'eddy::bind::Invoker<...>'.
function beginOf(name) {
  if (!name.startsWith('_ZN')) return name;
  const parts = [];
  let rest = name.replace(/^_ZN[KVrRO]*(?:St|S[a-z])?/, '');
  for (let found; (found = /^\d+/.exec(rest)) !== null;) {
    const end = found[0].length + Number(found[0]);
    parts.push(rest.slice(found[0].length, end).replace(/^_GLOBAL__N_.*/, '(anonymous namespace)'));
    rest = rest.slice(end);
  }
  return parts.length === 0 ? name : `${parts.join('::')}<\u2026>`;
}

/**
 * Without the types of parameters and of the result, and marks of the compiler's.
 * @param {string} name 'int eddy::Half<int>(int) [clone .cold]' @returns {string} 'eddy::Half<int>'
 */
function shortened(name) {
  const text = name.replace(/(?: \[clone [^\]]*\])+$/, '').replace(/(?: const| volatile| &&?)+$/, '');
  if (!text.endsWith(')')) return text;
  const open = openingOf(text, text.length - 1);
  if (open <= 0 || text.endsWith('operator()')) return text;
  return text.slice(resultEnd(text, open), open);
}

// The index of the parenthesis that the one at `close` ends; -1: none.
function openingOf(text, close) {
  let depth = 0;
  for (let i = close; i >= 0; i--) {
    if (text[i] === ')') depth++;
    if (text[i] === '(' && --depth === 0) return i;
  }
  return -1;
}

// Behind the space that ends the result's type, in front of a name that ends at `end`.
function resultEnd(text, end) {
  if (/\boperator\b/.test(text)) return 0;
  let depth = 0;
  for (let i = end - 1; i >= 0; i--) {
    if ('>)}'.includes(text[i])) depth++;
    if ('<({'.includes(text[i])) depth--;
    if (text[i] === ' ' && depth === 0) return i + 1;
  }
  return 0;
}

module.exports = { nameAll, shortened };
