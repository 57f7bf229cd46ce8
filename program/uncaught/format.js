'use strict';
// The text that stderr shows for an error nobody caught. A pure function.

const { defineProperty, getOwnPropertyDescriptor, setPrototypeOf, stringIndexOf, stringSlice, stringStartsWith } = require('intrinsics');

const INSPECT_DEPTH = 5;

function inspectOrUndefined(error, colors) {
  try {
    return require('inspect').inspect(error, { __proto__: null, colors, customInspect: false, depth: INSPECT_DEPTH });
  } catch {
    return undefined; // a getter of the error's threw, or the program has replaced what inspecting needs
  }
}

function toText(value) {
  try {
    return typeof value === 'symbol' ? '' : `${value}`;
  } catch {
    return '';
  }
}

/** What can be said of a value that cannot be inspected. */
function plainText(value) {
  if (!isObject(value)) return toText(value);
  try {
    const { name, message } = value;
    if (name !== undefined && message !== undefined) return `${toText(name)}: ${toText(message)}`;
  } catch {
    // A getter threw, or a proxy.
  }
  return toText(value);
}

/** The stack of an error that cannot be inspected; undefined where that is no text, or its name and message are none. */
function stackText(error) {
  if (!isSound(error)) return undefined;
  const { stack } = error;
  return typeof stack === 'string' && stack !== '' ? stack : undefined;
}

/** Errors with a getter that throws, or whose name is no text, are described in few words. */
function isSound(error) {
  try {
    return error.stack === undefined || typeof `${error.name}` === 'string';
  } catch {
    return false;
  }
}

function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

const SOURCES = ['/', 'file:', 'data:', '[eval]', '[stdin]'];

// Whether the first line is the name of a source, a colon and the number of a line.
function beginsWithPlace(text) {
  let known = false;
  for (let i = 0; i < SOURCES.length; i++) known ||= stringStartsWith(text, SOURCES[i]);
  if (!known) return false;
  const end = stringIndexOf(text, '\n');
  let i = end - 1;
  while (i > 0 && text[i] >= '0' && text[i] <= '9') i--;
  return i > 0 && i < end - 1 && text[i] === ':';
}

// Loaders of modules put the place into the stack itself, where the error's own place would say nothing.
function stackTellsPlace(error, arrow) {
  try {
    const { stack } = error;
    if (typeof stack !== 'string') return false;
    const place = stringSlice(arrow, 0, stringIndexOf(arrow, '\n') + 1);
    return stringStartsWith(stack, place) || beginsWithPlace(stack);
  } catch {
    return false;
  }
}

function withHeadOfStack(error, inspected) {
  const stack = stackText(error);
  const end = stack === undefined ? -1 : stringIndexOf(stack, '\n    at ');
  const inspectedEnd = stringIndexOf(inspected, '\n    at ');
  return end < 0 || inspectedEnd < 0 ? inspected : stringSlice(stack, 0, end) + stringSlice(inspected, inspectedEnd);
}

/** What a script threw at top level has its place in its stack; inspect() puts the brackets of one without frames around both. */
function inspectWithPlace(error, arrow, colors) {
  try {
    const own = getOwnPropertyDescriptor(error, 'stack');
    const { stack } = error;
    if (own === undefined || !own.configurable || typeof stack !== 'string' || stringIndexOf(stack, '\n    at ') >= 0) return undefined;
    defineProperty(error, 'stack', { __proto__: null, value: `${arrow}\n${stack}` });
    const inspected = inspectOrUndefined(error, colors);
    defineProperty(error, 'stack', setPrototypeOf(own, null));
    return inspected;
  } catch {
    return undefined; // a proxy
  }
}

/**
 * @param {any} error what was thrown
 * @param {{arrow?: string, thrownAt?: string, colors?: boolean, version?: string, program?: string}} [place]
 *   `arrow`: "file:line\nsource line\n  ^^^\n", where it was thrown, '' where that is unknown;
 *   `thrownAt`: the lines of the stack of the throw, for --trace-uncaught;
 *   `keepsHead`: the stack's first line is shown as it is, without the name of the error's class;
 *   `version`: process.version, undefined leaves out the last line; `program`: the name for the hint
 * @returns {string} ends with a newline
 */
function formatUncaught(error, place = { __proto__: null }) {
  const { arrow = '', thrownAt, colors = false, version, program = 'node', keepsHead = false } = place;
  const isNative = binding('types').isNativeError(error);
  let text = '';
  // What --eval and standard input throw is shown as errors are.
  if (isNative || (isObject(error) && (stringStartsWith(arrow, '[eval]:') || stringStartsWith(arrow, '[stdin]:')))) {
    if (arrow !== '' && !stackTellsPlace(error, arrow)) text = `${arrow}\n`;
  } else if (arrow !== '') {
    text = `\n${arrow}`;
  }
  const whole = isNative && keepsHead && text !== '' ? inspectWithPlace(error, arrow, colors) : undefined;
  if (whole !== undefined) text = '';
  let inspected = whole ?? (isObject(error) && isSound(error) ? inspectOrUndefined(error, colors) : undefined);
  if (keepsHead && inspected !== undefined) inspected = withHeadOfStack(error, inspected);
  const stack = inspected === undefined && isNative ? stackText(error) : undefined;
  text += `${inspected ?? stack ?? plainText(error)}\n`;
  if (thrownAt !== undefined) {
    text += `Thrown at:\n${thrownAt}\n`;
  } else if (inspected === undefined && stack === undefined) {
    text += `(Use \`${program} --trace-uncaught ...\` to show where the exception was thrown)\n`;
  }
  if (version !== undefined) text += `\nNode.js ${version}\n`;
  return text;
}

module.exports = { formatUncaught };
