'use strict';
// util.inspect: its options and colours; the Printer does the work.
// Also shown: string_width, url_text.

const { validateObject } = require('validators');
const { Printer } = require('inspect/printer');

const kCustom = Symbol.for('nodejs.util.inspect.custom');

const defaultOptions = Object.seal({
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
});

/** Style of text -> the two escape codes around it: on and off. */
const colors = {
  __proto__: null,
  reset: [0, 0],
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  underline: [4, 24],
  blink: [5, 25],
  inverse: [7, 27],
  hidden: [8, 28],
  strikethrough: [9, 29],
  doubleunderline: [21, 24],
  black: [30, 39],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
  white: [37, 39],
  bgBlack: [40, 49],
  bgRed: [41, 49],
  bgGreen: [42, 49],
  bgYellow: [43, 49],
  bgBlue: [44, 49],
  bgMagenta: [45, 49],
  bgCyan: [46, 49],
  bgWhite: [47, 49],
  framed: [51, 54],
  overlined: [53, 55],
  gray: [90, 39],
  redBright: [91, 39],
  greenBright: [92, 39],
  yellowBright: [93, 39],
  blueBright: [94, 39],
  magentaBright: [95, 39],
  cyanBright: [96, 39],
  whiteBright: [97, 39],
  bgGray: [100, 49],
  bgRedBright: [101, 49],
  bgGreenBright: [102, 49],
  bgYellowBright: [103, 49],
  bgBlueBright: [104, 49],
  bgMagentaBright: [105, 49],
  bgCyanBright: [106, 49],
  bgWhiteBright: [107, 49],
};

const kAliases = {
  grey: 'gray', blackBright: 'gray', bgGrey: 'bgGray', bgBlackBright: 'bgGray', faint: 'dim',
  crossedout: 'strikethrough', strikeThrough: 'strikethrough', crossedOut: 'strikethrough', conceal: 'hidden',
  swapColors: 'inverse', swapcolors: 'inverse', doubleUnderline: 'doubleunderline',
};
for (const alias of Object.keys(kAliases)) {
  Object.defineProperty(colors, alias, {
    __proto__: null,
    get() { return this[kAliases[alias]]; },
    set(value) { this[kAliases[alias]] = value; },
    configurable: true,
    enumerable: false,
  });
}

/** Kind of value -> the name of its colour. */
const styles = {
  __proto__: null,
  special: 'cyan',
  number: 'yellow',
  bigint: 'yellow',
  boolean: 'yellow',
  undefined: 'grey',
  null: 'bold',
  string: 'green',
  symbol: 'green',
  date: 'magenta',
  regexp: 'red',
  module: 'underline',
};

function colored(text, kind) {
  const style = styles[kind];
  if (style === undefined) return text;
  const codes = colors[style];
  return codes === undefined ? text : `\u001b[${codes[0]}m${text}\u001b[${codes[1]}m`;
}

/** Puts the user's options over the defaults; custom inspect functions get the unknown ones, too. */
function takeOptions(printer, options) {
  const keys = Object.keys(options);
  for (let i = 0; i < keys.length; i++) { // works without iterators: the REPL shows what has become of them
    const key = keys[i];
    if (key === 'stylize' || Object.hasOwn(defaultOptions, key)) printer[key] = options[key];
    else printer.userOptions ??= options;
  }
}

/** null means no limit. */
function withLimits(printer) {
  if (printer.colors) printer.stylize = colored;
  if (printer.maxArrayLength === null) printer.maxArrayLength = Infinity;
  if (printer.maxStringLength === null) printer.maxStringLength = Infinity;
  return printer;
}

/**
 * The text of any value, for people to read.
 * @param {any} value
 * @param {object | boolean} [options] see util.inspect.defaultOptions; formerly showHidden, followed by the other two
 * @param {number | null} [depth] how many levels of objects are shown
 * @param {boolean} [isColored]
 * @returns {string}
 */
function inspect(value, options, depth = undefined, isColored = undefined) {
  const printer = new Printer(defaultOptions);
  if (depth !== undefined) printer.depth = depth;
  if (isColored !== undefined) printer.colors = isColored;
  if (typeof options === 'boolean') printer.showHidden = options;
  else if (options) takeOptions(printer, options);
  return withLimits(printer).value(value, 0);
}

inspect.custom = kCustom;
Object.defineProperty(inspect, 'defaultOptions', {
  __proto__: null,
  get() { return defaultOptions; },
  set(options) {
    validateObject(options, 'options');
    Object.assign(defaultOptions, options);
  },
});
inspect.colors = colors;
inspect.styles = styles;
Printer.inspect = inspect;

const { format, formatWithOptions } = require('inspect/format');
const { getStringWidth, stripVTControlCharacters } = require('inspect/string_width');

module.exports = { inspect, format, formatWithOptions, getStringWidth, stripVTControlCharacters };
