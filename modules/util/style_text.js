'use strict';
// util.styleText: text between the escape codes of the styles in util.inspect.colors.

const { ERR_INVALID_ARG_TYPE } = require('errors');
const { validateBoolean, validateOneOf, validateString } = require('validators');
const { inspect } = require('inspect');

const kForcedColors = ['', '1', 'true', '2', '3'];
const kBoldOff = 22; // ends bold and dim alike

/** Whether text for `stream` should have colours: a terminal that knows them, or what FORCE_COLOR says. */
function isColorful(stream) {
  const { FORCE_COLOR } = require('process_object').env;
  if (FORCE_COLOR !== undefined) return kForcedColors.includes(FORCE_COLOR);
  if (!stream?.isTTY) return false;
  return typeof stream.getColorDepth === 'function' ? stream.getColorDepth() > 2 : true;
}

function isStream(value) {
  if (typeof value !== 'object' || value === null) return false;
  if (typeof value.pipe === 'function') return true;
  if (typeof value.write === 'function' && typeof value.on === 'function') return true;
  const { ReadableStream, WritableStream } = require('stream/web');
  return value instanceof ReadableStream || value instanceof WritableStream;
}

function codesOf(name) {
  const codes = inspect.colors[name];
  if (codes === undefined) validateOneOf(name, 'format', Object.keys(inspect.colors));
  return codes;
}

/** `text` with each end of a style, but for one at its own end, made to begin ours again. */
function resume(text, start, end, isBold) {
  if (!text.includes(end)) return text;
  const inner = text.endsWith(end) ? text.slice(0, -end.length) : text;
  return inner.replaceAll(end, isBold ? end + start : start) + text.slice(inner.length);
}

/**
 * `text` in one or more styles.
 * @param {string|string[]} format names of util.inspect.colors, or 'none'
 * @param {string} text
 * @param {{validateStream?: boolean, stream?: object}} [options] colours are left out if `stream` (stdout) has none,
 *   unless validateStream is false
 * @returns {string}
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function styleText(format, text, options = undefined) {
  validateString(text, 'text');
  const validateStream = options?.validateStream ?? true;
  validateBoolean(validateStream, 'options.validateStream');
  let hasColors = true;
  if (validateStream) {
    const stream = options?.stream ?? require('process_object').stdout;
    if (!isStream(stream)) {
      throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
    }
    hasColors = isColorful(stream);
  }
  let before = '';
  let after = '';
  for (const name of Array.isArray(format) ? format : [format]) {
    if (name === 'none') continue;
    const codes = codesOf(name);
    const start = `\u001b[${codes[0]}m`;
    const end = `\u001b[${codes[1]}m`;
    before += start;
    after = end + after;
    if (hasColors) text = resume(text, start, end, codes[1] === kBoldOff);
  }
  return hasColors ? before + text + after : text;
}

module.exports = { isColorful, styleText };
