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
  while (at < text.length && (text[at] === ' ' || text[at] === '\t' || text[at] === '\n')) at++;
  return at;
}

function trimBlanks(text) {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t' || text[end - 1] === '\n')) end--;
  return text.slice(skipSpace(text, 0), end);
}

function withoutExport(key) {
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
  const line = text.slice(start, end);
  return [isQuote(quote) ? line : withoutComment(line), end];
}

/** In the order of their code points. */
function byName([a], [b]) {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  if (i > 0 && a.charCodeAt(i - 1) >> 10 === 0x36) i--; // the second half of a surrogate pair
  return (a.codePointAt(i) ?? -1) - (b.codePointAt(i) ?? -1);
}

/**
 * The variables of the text of a .env file; of two with one name the last one.
 * @param {string} content
 * @returns {object} name -> value
 * @throws ERR_INVALID_ARG_TYPE
 */
function parseEnv(content) {
  validateString(content, 'content');
  const variables = new Map();
  const text = trimBlanks(content.replaceAll('\r', ''));
  let at = 0;
  while (at < text.length) {
    if (text[at] === '#') {
      at = lineEnd(text, at) + 1;
      continue;
    }
    const end = lineEnd(text, at);
    const equals = text.indexOf('=', at);
    if (equals === -1 || equals > end) {
      at = skipSpace(text, end);
      continue;
    }
    const key = text.slice(at, equals).trim();
    const start = equals + 1;
    if (start === text.length || text[start] === '\n') {
      variables.set(key, ''); // with its `export`, if any
      at = start + 1;
    } else if (key === '') {
      at = skipSpace(text, start); // what follows may be a variable
    } else {
      const [value, next] = readValue(text, skipSpace(text, start));
      variables.set(withoutExport(key), value);
      at = skipSpace(text, next);
    }
  }
  return Object.fromEntries([...variables].sort(byName));
}

module.exports = { parseEnv };
