'use strict';
// Strings, numbers, symbols and property names as util.inspect writes them.

const kBackslash = 0x5c;
const kSingleQuote = 0x27;
const kDoubleQuote = 0x22;
const kBacktick = 0x60;

const kNamedEscapes = ['\\b', '\\t', '\\n', '\\x0B', '\\f', '\\r'];

function escapeUnit(unit, quote) {
  if (unit === quote) return `\\${String.fromCharCode(quote)}`;
  if (unit === kBackslash) return '\\\\';
  if (unit >= 8 && unit <= 13) return kNamedEscapes[unit - 8];
  const isControl = unit < 0x20 || (unit >= 0x7f && unit <= 0x9f);
  return isControl ? `\\x${unit.toString(16).toUpperCase().padStart(2, '0')}` : undefined;
}

function isSurrogate(unit) {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function isPair(text, i) {
  if (text.charCodeAt(i) > 0xdbff || i + 1 === text.length) return false;
  const next = text.charCodeAt(i + 1);
  return next >= 0xdc00 && next <= 0xdfff;
}

/** `text` with what must not stand between `quote`s (a code unit) written as escapes. */
function escapeText(text, quote) {
  let written = '';
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    let escape;
    if (isSurrogate(unit)) {
      if (isPair(text, i)) {
        i++;
        continue;
      }
      escape = `\\u${unit.toString(16)}`;
    } else {
      escape = escapeUnit(unit, quote);
      if (escape === undefined) continue;
    }
    written += text.slice(from, i) + escape;
    from = i + 1;
  }
  return from === 0 ? text : written + text.slice(from);
}

/** Single quotes, unless the text has some and lacks double quotes, or backticks and `${`. */
function chooseQuote(text) {
  if (!text.includes("'")) return kSingleQuote;
  if (!text.includes('"')) return kDoubleQuote;
  if (!text.includes('`') && !text.includes('${')) return kBacktick;
  return kSingleQuote;
}

// What may need an escape, or other quotes.
const SPECIAL = /[\x00-\x1f'\\\x7f-\x9f\ud800-\udfff]/;

/** `text` as a string literal, in the first of ', " and ` that it does not contain. */
function quote(text) {
  if (!SPECIAL.test(text)) return `'${text}'`;
  const unit = chooseQuote(text);
  const mark = unit === kSingleQuote ? "'" : unit === kDoubleQuote ? '"' : '`';
  return mark + escapeText(text, unit) + mark;
}

const IDENTIFIER = /^[a-zA-Z_][a-zA-Z_0-9]*$/;

/** Whether a key needs no quotes. */
function isIdentifier(name) {
  return IDENTIFIER.test(name);
}

function groupFromRight(digits) {
  const start = digits.charCodeAt(0) === 0x2d ? 1 : 0;
  let grouped = '';
  let i = digits.length;
  for (; i >= start + 4; i -= 3) grouped = `_${digits.slice(i - 3, i)}${grouped}`;
  return i === digits.length ? digits : digits.slice(0, i) + grouped;
}

function groupFromLeft(digits) {
  let grouped = '';
  let i = 0;
  for (; i < digits.length - 3; i += 3) grouped += `${digits.slice(i, i + 3)}_`;
  return i === 0 ? digits : grouped + digits.slice(i);
}

/** `number` as source text; -0 stays -0. `withSeparators`: 1_000_000. */
function numberText(number, withSeparators) {
  if (!withSeparators) return Object.is(number, -0) ? '-0' : `${number}`;
  const text = `${number}`;
  if (Math.trunc(number) === number) {
    if (!Number.isFinite(number) || text.includes('e')) return text;
    return groupFromRight(text);
  }
  if (Number.isNaN(number)) return text;
  const point = text.indexOf('.');
  return `${groupFromRight(text.slice(0, point))}.${groupFromLeft(text.slice(point + 1))}`;
}

/** `bigint` as source text, with its n. `withSeparators`: 1_000_000n. */
function bigintText(bigint, withSeparators) {
  const text = `${bigint}`;
  return `${withSeparators ? groupFromRight(text) : text}n`;
}

const symbolText = Function.prototype.call.bind(Symbol.prototype.toString);

/** A symbol as a property name: what would break the line is escaped. */
function symbolKeyText(symbol) {
  return escapeText(symbolText(symbol), kSingleQuote);
}

module.exports = { bigintText, isIdentifier, numberText, quote, symbolKeyText, symbolText };
