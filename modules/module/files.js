'use strict';
// Files of modules: their text, and how the CommonJS loader is to understand them.

const native = binding('module');
const packages = require('module/package_json');
const { replacedFs } = require('module/replaced_fs');

/** The text of a file, without a byte order mark. @throws the error of open or read, with its code */
function readSource(filename) {
  const fs = replacedFs('readFileSync');
  if (fs !== null) {
    const text = fs.readFileSync(filename, 'utf8');
    return text.charCodeAt(0) === 0xFEFF ? text.slice(1) : text;
  }
  const text = native.readFile(filename);
  return typeof text === 'string' ? text : require('fs').readFileSync(filename, 'utf8'); // throws as fs does
}

/** The "type" of the package around a file: 'commonjs', 'module', or undefined. */
function typeOf(filename) {
  const type = packages.scopeOf(filename)?.type;
  return type === 'none' ? undefined : type;
}

/**
 * The format of a file by its extension and its package's "type": 'commonjs', 'module', the same with '-typescript',
 * 'typescript' where the syntax decides between those, or undefined: CommonJS unless its syntax says otherwise.
 */
function formatOf(filename) {
  const dot = filename.lastIndexOf('.');
  switch (filename.slice(dot)) {
    case '.js': return typeOf(filename);
    case '.cjs': return 'commonjs';
    case '.mjs': return 'module';
    case '.cts': return 'commonjs-typescript';
    case '.mts': return 'module-typescript';
    case '.ts': return withTypes(typeOf(filename));
    default: return undefined;
  }
}

function withTypes(type) {
  return type === undefined ? 'typescript' : `${type}-typescript`;
}

/** Of a format of TypeScript, that of the JavaScript it becomes: undefined where the syntax decides. */
function withoutTypes(format) {
  return format === 'typescript' ? undefined : format.slice(0, -'-typescript'.length);
}

/** Whether a format is one of TypeScript. */
function isTypeScript(format) {
  return typeof format === 'string' && format.endsWith('typescript');
}

module.exports = { readSource, typeOf, formatOf, isTypeScript, withoutTypes };
