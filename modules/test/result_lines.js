'use strict';
// How a result is shown to people: a line with a sign, and what went wrong below it. Shared by spec and dot.

const { inspect } = require('inspect');
const process = require('process_object');

const signs = {
  '__proto__': null,
  'test:fail': '\u2716 ',
  'test:pass': '\u2714 ',
  'test:diagnostic': '\u2139 ',
  'arrow': '\u25b6 ',
  'skip': '\ufe63 ',
};

const levelColors = { __proto__: null, info: 'blue', warn: 'yellow', error: 'red' };

const escapesOn = {
  __proto__: null, blue: '\u001b[34m', green: '\u001b[32m', red: '\u001b[31m', gray: '\u001b[90m', yellow: '\u001b[33m',
  white: '\u001b[39m', clear: '\u001b[0m', enabled: true,
};
const escapesOff = {
  __proto__: null, blue: '', green: '', red: '', gray: '', yellow: '', white: '', clear: '', enabled: false,
};

/** The escape sequences, empty where output has no colors. */
function colors() {
  if (process.env.FORCE_COLOR !== undefined) {
    const { WriteStream } = require('tty');
    return WriteStream.prototype.getColorDepth() > 2 ? escapesOn : escapesOff;
  }
  return process.stdout?.isTTY && process.stdout.getColorDepth() > 2 ? escapesOn : escapesOff;
}

function indentOf(nesting) {
  return '  '.repeat(nesting);
}

/** The stack without our own frames. */
function shownError(error, indent, palette) {
  const cause = error.code === 'ERR_TEST_FAILURE' && 'cause' in error ? error.cause : error;
  const text = inspect(cause, { colors: palette.enabled, breakLength: Infinity });
  return text.split(/\r?\n/).filter((line) => !isOwnFrame(line)).map((line) => `\n${indent}  ${line}`).join('');
}

const ownFrame = /^(?:\u001b\[\d+m)?\s+at [^\n]*\(?node:internal\/test\/[^\n]*\)?(?:\u001b\[\d+m)?$/;

function isOwnFrame(line) {
  return ownFrame.test(line);
}

/**
 * @param {string} type 'test:pass', 'test:fail' or 'arrow'
 * @param {boolean} withError whether to show the error
 */
function resultLine(type, data, { prefix = '', indent = '', withError = true, palette = colors() }) {
  const { name, details, skip, todo } = data;
  let color = type === 'test:fail' ? palette.red : type === 'test:pass' ? palette.green : palette.white;
  let sign = signs[type];
  const duration = details?.duration_ms ? ` ${palette.gray}(${details.duration_ms}ms)${palette.white}` : '';
  let title = `${name}${duration}`;
  if (skip !== undefined) {
    color = palette.gray;
    sign = signs.skip;
    title += ` # ${typeof skip === 'string' && skip !== '' ? skip : 'SKIP'}`;
  } else if (todo !== undefined) {
    title += ` # ${typeof todo === 'string' && todo !== '' ? todo : 'TODO'}`;
  }
  if (skip !== undefined && type === 'test:fail') {
    color = palette.gray;
  }
  const error = withError && details?.error ? `${shownError(details.error, indent, palette)}` : '';
  return `${prefix}${indent}${color}${sign}${title}${palette.white}${error}\n`;
}

module.exports = { colors, indentOf, levelColors, resultLine, signs };
