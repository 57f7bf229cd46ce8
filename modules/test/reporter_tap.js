'use strict';
// The Test Anything Protocol, version 13, with YAML blocks.

const { inspect } = require('inspect');
const { isError, isDate } = { isError: require('util').types.isNativeError, isDate: require('util').types.isDate };

// The backslash that stands for a line feed and its like is doubled, as on Node.
const escapes = {
  '\\': '\\\\', '#': '\\#', '\n': '\\\\n', '\t': '\\\\t', '\r': '\\\\r', '\f': '\\\\f', '\b': '\\\\b', '\v': '\\\\v',
};
const special = /[\\#\n\t\r\f\v\u0008]/g;

function escape(text) {
  return text.replace(special, (character) => escapes[character]);
}

function pad(nesting) {
  return '    '.repeat(nesting);
}

/** Turns the events of a run into TAP. */
async function* tap(source) {
  yield 'TAP version 13\n';
  for await (const { type, data } of source) {
    const text = textOf(type, data);
    if (text !== undefined) yield* text;
  }
}

function textOf(type, data) {
  switch (type) {
    case 'test:start': return [`${pad(data.nesting)}# Subtest: ${escape(data.name)}\n`];
    case 'test:pass': return [resultLine('ok', data), detailsOf(data, undefined)];
    case 'test:fail':
      return [resultLine('not ok', data), detailsOf(data, `${data.file}:${data.line}:${data.column}`)];
    case 'test:plan': return [`${pad(data.nesting)}1..${data.count}\n`];
    case 'test:coverage': return [require('test/coverage_report').table(data.summary, `${pad(data.nesting)}# `)];
    case 'test:diagnostic': return [`${pad(data.nesting)}# ${escape(data.message)}\n`];
    case 'test:stdout':
    case 'test:stderr': return commentLines(data.message);
    default: return undefined;
  }
}

function commentLines(message) {
  return message.split('\n').filter((line) => line.trim() !== '').map((line) => `# ${escape(line)}\n`);
}

function resultLine(word, { nesting, testNumber, name, skip, todo }) {
  let line = `${pad(nesting)}${word} ${testNumber}`;
  if (name) line += ` - ${escape(name)}`;
  if (skip !== undefined) line += ` # SKIP${typeof skip === 'string' && skip !== '' ? ` ${escape(skip)}` : ''}`;
  else if (todo !== undefined) line += ` # TODO${typeof todo === 'string' && todo !== '' ? ` ${escape(todo)}` : ''}`;
  return `${line}\n`;
}

function detailsOf({ nesting, details }, location) {
  const indent = `${pad(nesting)}  `;
  let block = `${indent}---\n` + property(indent, 'duration_ms', details.duration_ms) +
    (details.type ? property(indent, 'type', details.type) : '');
  if (location !== undefined && !location.startsWith('undefined')) block += property(indent, 'location', location);
  if (details.error !== undefined) block += errorBlock(indent, details.error);
  return `${block}${indent}...\n`;
}

// A failure is told by what it was made from.
function errorBlock(indent, error) {
  const { failureType } = error;
  const cause = error.code === 'ERR_TEST_FAILURE' ? error.cause : undefined;
  const isWrapped = isError(cause);
  const inner = isWrapped ? cause : error;
  let block = property(indent, 'failureType', failureType);
  if (error.exitCode !== undefined) block += property(indent, 'exitCode', error.exitCode) + property(indent, 'signal', error.signal);
  block += property(indent, 'error', inner.message === '' ? inner.name : inner.code === 'ERR_TEST_FAILURE' && isWrapped ? inner.message : isWrapped ? inner.message : error.message);
  block += property(indent, 'code', (isWrapped ? inner : cause)?.code || error.code);
  if (isWrapped && inner.name !== 'Error') block += property(indent, 'name', inner.name);
  if (isWrapped && isAssertion(inner)) {
    block += property(indent, 'expected', inner.expected) + property(indent, 'actual', inner.actual);
    if (inner.operator) block += property(indent, 'operator', inner.operator);
  }
  const frames = framesOf(inner);
  if (frames.length === 0) return block;
  return `${block}${indent}stack: |-\n${frames.map((frame) => `${indent}  ${frame}\n`).join('')}`;
}

function isAssertion(error) {
  return error.code === 'ERR_ASSERTION' || ('actual' in error && 'expected' in error);
}

function framesOf(error) {
  if (typeof error.stack !== 'string') return [];
  const frames = [];
  for (const line of error.stack.split('\n')) {
    const frame = /^\s+at (.+)$/.exec(line);
    if (frame !== null && !isOurs(frame[1])) frames.push(frame[1]);
  }
  return frames;
}

function isOurs(frame) {
  return /\(?node:internal\/test\//.test(frame);
}

/** One property in YAML, with what is in it. */
function property(indent, name, value, seen = new Set()) {
  if (value === undefined) return '';
  const prefix = `${indent}${name}:`;
  if (value === null) return `${prefix} ~\n`;
  if (typeof value === 'string') return `${prefix} ${quoted(value, indent)}\n`;
  if (typeof value !== 'object' || isDate(value)) return `${prefix} ${inspect(value)}\n`;
  if (seen.has(value)) return `${prefix} <Circular>\n`;
  seen.add(value);
  let text = `${prefix}\n`;
  for (const [key, inner] of Object.entries(value)) text += property(`${indent}  `, key, inner, seen);
  seen.delete(value);
  return text;
}

function quoted(text, indent) {
  if (!/\r?\n/.test(text)) return inspect(text);
  return `|-\n${text.split(/\r?\n/).map((line) => `${indent}  ${line}`).join('\n')}`;
}

module.exports = tap;
