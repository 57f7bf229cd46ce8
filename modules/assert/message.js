'use strict';
// The messages of AssertionErrors that were given none. Loaded when an assertion fails.

const { diffLines, formatCharacters, formatDiff } = require('assert/diff');

// Strings and lines longer than this are cut.
const MAX_STRING = 512;
const MAX_EQUAL_STRING = 1024;
const MAX_LINES = 50;
// Up to this length, without quotes, two values stand on one line.
const MAX_ONE_LINE = 12;
const MAX_SHORT_VALUE = 5;
const MIN_COMMON_PREFIX = 3;
const DEFAULT_COLUMNS = 80;

const introductions = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  partialDeepStrictEqual: 'Expected values to be partially and strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
};
const referenceEqual = 'Expected "actual" to be reference-equal to "expected":';
const notReferenceEqual = 'Expected "actual" not to be reference-equal to "expected":';
const sameStructure = 'Values have same structure but are not reference-equal:';
const skipMark = '... Skipped lines';
const notLooselyEqual = 'Expected values not to be loosely deep-equal:';

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

function inspectValue(value) {
  return require('inspect').inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Infinity,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
    breakLength: DEFAULT_COLUMNS,
  });
}

function hasColors() {
  const { env, stderr } = require('process_object');
  if (env.FORCE_COLOR !== undefined) return require('tty').WriteStream.prototype.getColorDepth() > 2;
  return Boolean(stderr?.isTTY) && (typeof stderr.getColorDepth !== 'function' || stderr.getColorDepth() > 2);
}

function colors() {
  if (!hasColors()) return { red: '', green: '', blue: '', gray: '', white: '' };
  return { red: '\u001b[31m', green: '\u001b[32m', blue: '\u001b[34m', gray: '\u001b[90m', white: '\u001b[39m' };
}

/** The line above a diff. What only `actual` has is gray in a partial comparison: there it may. */
function legendOf({ red, green, gray, white }, isPartial) {
  const actual = gray !== '' && isPartial ? `${gray}actual` : `${green}+ actual`;
  return `\n${actual}${white} ${red}- expected${white}`;
}

/** An error as an object without its stack, which would only hide what differs. */
function withoutStack(error) {
  const copy = Object.assign({ __proto__: Object.getPrototypeOf(error) }, error);
  Object.defineProperty(copy, 'message', { __proto__: null, value: error.message });
  if (Object.hasOwn(error, 'cause')) {
    const { cause } = error;
    const value = cause instanceof Error ? withoutStack(cause) : cause;
    Object.defineProperty(copy, 'cause', { __proto__: null, value });
  }
  return copy;
}

function hasStack(value) {
  return isObject(value) && 'stack' in value && value instanceof Error;
}

function isShort(actual, expected, actualText, expectedText) {
  if (actual === 0 && expected === 0) return false; // 0 and -0
  const quotes = (typeof actual === 'string' ? 2 : 0) + (typeof expected === 'string' ? 2 : 0);
  return actualText.length + expectedText.length - quotes <= MAX_ONE_LINE;
}

/** A mark under the first character that differs, if the lines have something in common and are not too long. */
function divergenceMark(actualText, expectedText) {
  const { stderr } = require('process_object');
  const columns = stderr?.isTTY ? stderr.columns : DEFAULT_COLUMNS;
  if (actualText.length + expectedText.length > columns) return '';
  let common = 0;
  while (common < actualText.length && actualText[common] === expectedText[common]) common++;
  if (common < MIN_COMMON_PREFIX || common === actualText.length) return '';
  return `\n  ${' '.repeat(common)}^`;
}

/** Legend and body for two values that take one line each. */
function oneLineBody(actual, expected, actualText, expectedText, palette) {
  const { red, green, white } = palette;
  if (isShort(actual, expected, actualText, expectedText)) return `\n\n${actualText} !== ${expectedText}`;
  if (white !== '' && typeof actual === 'string' && typeof expected === 'string') {
    const text = formatCharacters(diffLines(actualText, expectedText, false), palette);
    return `\n${green}actual${white} ${red}expected${white}\n\n${text}`;
  }
  const mark = isObject(actual) ? '' : divergenceMark(actualText, expectedText);
  return `${legendOf(palette, false)}\n\n${green}+${white} ${actualText}\n${red}- ${white}${expectedText}${mark}`;
}

/** For values that look the same: just one of them. */
function sameBody(text, diff) {
  const lines = text.split('\n');
  if (lines.length <= MAX_LINES || diff === 'full') return `\n\n${text}`;
  return `\n\n${skipMark}\n${lines.slice(0, MAX_LINES).join('\n')}\n...}`;
}

function diffBody(actual, actualText, expectedText, isPartial, palette) {
  const edits = diffLines(actualText.split('\n'), expectedText.split('\n'), isObject(actual));
  const { text, skipped } = formatDiff(edits, palette, isPartial);
  return `${legendOf(palette, isPartial)}${skipped ? `\n${skipMark}` : ''}\n\n${text}`;
}

/**
 * The message of strictEqual(), deepStrictEqual() and partialDeepStrictEqual(): a diff.
 * @param {string} [customMessage] stands first instead of the usual introduction
 */
function diffMessage(actual, expected, operator, diff, customMessage) {
  let introduction = introductions[operator];
  if (operator === 'strictEqual' &&
      ((isObject(actual) && isObject(expected)) || (typeof actual === 'function' && typeof expected === 'function'))) {
    introduction = referenceEqual;
  }
  const actualText = inspectValue(actual);
  const expectedText = inspectValue(expected);
  const isSame = actualText === expectedText;
  let body;
  if (!(isObject(actual) && isObject(expected)) && !actualText.includes('\n') && !expectedText.includes('\n')) {
    body = oneLineBody(actual, expected, actualText, expectedText, colors());
  } else if (isSame) {
    introduction = sameStructure;
    body = sameBody(actualText, diff);
  } else {
    body = diffBody(actual, actualText, expectedText, operator === 'partialDeepStrictEqual', colors());
  }
  return `${customMessage || introduction}${body}\n`;
}

/** The message of notStrictEqual() and notDeepStrictEqual(): what both are. */
function equalityMessage(actual, operator, diff) {
  let introduction = introductions[operator];
  const lines = inspectValue(actual).split('\n');
  if (operator === 'notStrictEqual' && (isObject(actual) || typeof actual === 'function')) {
    introduction = notReferenceEqual;
  }
  if (lines.length > MAX_LINES && diff !== 'full') {
    const { blue, white } = colors();
    lines.length = 47;
    lines[46] = `${blue}...${white}`;
  }
  if (lines.length > 1) return `${introduction}\n\n${lines.join('\n')}\n`;
  return `${introduction}${lines[0].length > MAX_SHORT_VALUE ? '\n\n' : ' '}${lines[0]}`;
}

function cut(text, max, diff) {
  return text.length > max && diff !== 'full' ? `${text.slice(0, max - 3)}...` : text;
}

/** The message of all other functions: both values and the operator between them. */
function bothValuesMessage(actual, expected, operator, diff) {
  const actualText = inspectValue(actual);
  const expectedText = inspectValue(expected);
  if (operator === 'notDeepEqual' && actualText === expectedText) {
    return cut(`${introductions.notDeepEqual}\n\n${actualText}`, MAX_EQUAL_STRING, diff);
  }
  const left = cut(actualText, MAX_STRING, diff);
  const right = cut(expectedText, MAX_STRING, diff);
  if (operator === 'deepEqual') return `${introductions.deepEqual}\n\n${left}\n\nshould loosely deep-equal\n\n${right}`;
  if (operator === 'notDeepEqual') return `${notLooselyEqual}\n\n${left}\n\nshould not loosely deep-equal\n\n${right}`;
  return `${left} ${operator} ${right}`;
}

const isDiffOperator = { __proto__: null, deepStrictEqual: true, strictEqual: true, partialDeepStrictEqual: true };

/**
 * @param {{actual: *, expected: *, operator: string, message: *, diff: string}} options as for AssertionError
 * @returns {string}
 */
function createMessage({ actual, expected, operator, message, diff }) {
  if (message !== undefined && message !== null) {
    return isDiffOperator[operator] ? diffMessage(actual, expected, operator, diff, String(message)) : String(message);
  }
  if (hasStack(actual) && hasStack(expected)) {
    actual = withoutStack(actual);
    expected = withoutStack(expected);
  }
  if (isDiffOperator[operator]) return diffMessage(actual, expected, operator, diff);
  if (operator === 'notStrictEqual' || operator === 'notDeepStrictEqual') {
    return equalityMessage(actual, operator, diff);
  }
  return bothValuesMessage(actual, expected, operator, diff);
}

module.exports = { createMessage };
