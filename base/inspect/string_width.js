// How many terminal columns a string takes, and removing terminal escape sequences from it.
'use strict';
const { validateString } = require('validators');

// --- Escape sequences, by the grammar of ECMA-48. ---

const CONTROL_SEQUENCE = '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]'; // CSI, parameters, intermediate bytes, final byte
const CONTROL_STRING = '(?:\\u001b[\\]PX^_]|[\\u0090\\u0098\\u009d-\\u009f])[^\\u0007\\u001b\\u009c]*' +
  '(?:\\u0007|\\u001b\\\\|\\u009c)'; // OSC, DCS and their like, up to BEL or ST
const ESCAPE_SEQUENCE = '\\u001b[ -/]*[0-~]';
const escapes = new RegExp(`${CONTROL_STRING}|${CONTROL_SEQUENCE}|${ESCAPE_SEQUENCE}`, 'g');

/** `text` without escape sequences, for callers who know it is a string. */
function removeEscapes(text) {
  if (!/[\u001b\u0090\u0098\u009b\u009d-\u009f]/.test(text)) return text;
  return text.replace(escapes, '');
}

/**
 * util.stripVTControlCharacters.
 * @param {string} str
 * @returns {string} `str` without ANSI escape sequences
 * @throws ERR_INVALID_ARG_TYPE unless str is a string
 */
function stripVTControlCharacters(str) {
  validateString(str, 'str');
  return removeEscapes(str);
}

// --- Columns: two for East Asian wide characters (UAX #11) and emoji, none for marks and controls, else one. ---

// The scripts that are written wide, what else stands in their blocks, and the wide forms of other characters.
const WIDE_SCRIPTS = '\\p{sc=Hani}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Bopo}\\p{sc=Yiii}\\p{sc=Tang}\\p{sc=Nshu}\\p{sc=Kits}';
const WIDE_BLOCKS = '\\u1100-\\u115f\\u2ff0-\\u303e\\u3099-\\u30ff\\u3131-\\u4dff\\ua960-\\ua97c\\uac00-\\ud7a3' +
  '\\u{1aff0}-\\u{1b2fb}\\u{1d300}-\\u{1d376}\\u{1f200}-\\u{1f265}\\u{20000}-\\u{3fffd}';
const WIDE_FORMS = '\\u2329\\u232a\\u2630-\\u2637\\u268a-\\u268f\\ufe10-\\ufe19\\ufe30-\\ufe6b\\uff01-\\uff60' +
  '\\uffe0-\\uffe6';
const NARROW_AMONG_THEM = '\\u02ea\\u02eb\\u3248-\\u324f\\uff61-\\uff9f';
const WIDE = `[[\\p{Emoji_Presentation}\\p{RI}${WIDE_SCRIPTS}${WIDE_BLOCKS}${WIDE_FORMS}]--[${NARROW_AMONG_THEM}]]`;

// Made when first needed: most text is ASCII.
let patterns;

function compile() {
  return patterns = {
    wide: new RegExp(WIDE, 'gv'),
    without: new RegExp(`[[\\p{Cc}\\p{Cf}\\p{Me}\\p{Mn}]--[\\u00ad]--${WIDE}]`, 'gv'),
    pair: /[\u{10000}-\u{10ffff}]/gu,
  };
}

function count(text, pattern) {
  return text.match(pattern)?.length ?? 0;
}

function isPrintableAscii(text) {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || unit > 0x7e) return false;
  }
  return true;
}

/**
 * Number of terminal columns of `text`.
 * @param {string} text
 * @param {boolean} [withoutEscapes=true] whether escape sequences count as nothing
 * @returns {number}
 */
function getStringWidth(text, withoutEscapes = true) {
  if (isPrintableAscii(text)) return text.length;
  if (withoutEscapes) text = removeEscapes(text);
  text = text.normalize('NFC');
  const { wide, without, pair } = patterns ?? compile();
  return text.length - count(text, pair) + count(text, wide) - count(text, without);
}

module.exports = { getStringWidth, removeEscapes, stripVTControlCharacters };
