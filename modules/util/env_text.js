'use strict';
// The text of a .env file: util.parseEnv, process.loadEnvFile and --env-file.

const { validateString } = require('validators');

const kExport = 'export ';

function isQuote(character) {
  return character === '"' || character === "'" || character === '`';
}

/** Where the line that `at` is in ends: its line feed, or the end of the text. */
function lineEnd(text, at) {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function skipSpace(text, at) {
  while (at < text.length && (text[at] === ' ' || text[at] === '\t' || text[at] === '\n' || text[at] === '\r')) at++;
  return at;
}

function skipBlanks(text, at) {
  while (at < text.length && (text[at] === ' ' || text[at] === '\t')) at++;
  return at;
}

function readKey(text) {
  const key = text.trim();
  return key.startsWith(kExport) ? key.slice(kExport.length).trim() : key;
}

function withoutComment(line) {
  const comment = line.indexOf('#');
  return (comment === -1 ? line : line.slice(0, comment)).trim();
}

/** [value, where to go on] of the value at `start`, which begins with a quote or ends with its line. */
function readValue(text, start) {
  const quote = text[start];
  if (isQuote(quote)) {
    const close = text.indexOf(quote, start + 1);
    if (close !== -1) {
      const value = text.slice(start + 1, close);
      return [quote === '"' ? value.replaceAll('\\n', '\n') : value, lineEnd(text, close + 1)];
    }
  }
  const end = lineEnd(text, start);
  return [withoutComment(text.slice(start, end)), end];
}

/**
 * The variables of the text of a .env file; of two with one name the last one.
 * @param {string} content
 * @returns {object} name -> value
 * @throws ERR_INVALID_ARG_TYPE
 */
function parseEnv(content) {
  validateString(content, 'content');
  const variables = {};
  const text = content.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  let at = skipSpace(text, 0);
  while (at < text.length) {
    if (text[at] === '#') {
      at = skipSpace(text, lineEnd(text, at));
      continue;
    }
    const end = lineEnd(text, at);
    const equals = text.indexOf('=', at);
    if (equals === -1 || equals > end) {
      at = skipSpace(text, end);
      continue;
    }
    const key = readKey(text.slice(at, equals));
    if (key === '') {
      at = skipSpace(text, end);
      continue;
    }
    const [value, next] = readValue(text, skipBlanks(text, equals + 1));
    variables[key] = value;
    at = skipSpace(text, next);
  }
  return variables;
}

module.exports = { parseEnv };
