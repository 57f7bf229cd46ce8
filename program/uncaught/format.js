'use strict';
// The text that stderr shows for an error nobody caught. A pure function.

const INSPECT_DEPTH = 5;

function inspectOrUndefined(error, colors) {
  try {
    return require('inspect').inspect(error, { colors, customInspect: false, depth: INSPECT_DEPTH });
  } catch {
    return undefined; // a getter of the error's threw
  }
}

function toText(value) {
  try {
    return typeof value === 'symbol' ? '' : String(value);
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

/** Errors with a getter that throws, or whose name is no text, are told in few words. */
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

// Loaders of modules put the place into the stack itself, where the error's own place would say nothing.
function stackTellsPlace(error, arrow) {
  try {
    const { stack } = error;
    if (typeof stack !== 'string') return false;
    return stack.startsWith(arrow.slice(0, arrow.indexOf('\n') + 1)) || /^(?:\/|file:|data:|\[eval\]|\[stdin\])[^\n]*:\d+\n/.test(stack);
  } catch {
    return false;
  }
}

/**
 * @param {any} error what was thrown
 * @param {{arrow?: string, thrownAt?: string, colors?: boolean, version?: string, program?: string}} [place]
 *   `arrow`: "file:line\nsource line\n  ^^^\n", where it was thrown, '' where that is unknown;
 *   `thrownAt`: the lines of the stack of the throw, for --trace-uncaught;
 *   `version`: process.version, undefined leaves out the last line; `program`: the name for the hint
 * @returns {string} ends with a newline
 */
function formatUncaught(error, { arrow = '', thrownAt, colors = false, version, program = 'node' } = { __proto__: null }) {
  const isError = Error.isError(error);
  let text = '';
  // What --eval and standard input throw is shown as errors are.
  if (isError || (isObject(error) && /^\[(?:eval|stdin)\]:/.test(arrow))) {
    if (arrow !== '' && !stackTellsPlace(error, arrow)) text = `${arrow}\n`;
  } else if (arrow !== '') {
    text = `\n${arrow}`;
  }
  const inspected = isObject(error) && isSound(error) ? inspectOrUndefined(error, colors) : undefined;
  text += `${inspected ?? plainText(error)}\n`;
  if (thrownAt !== undefined) {
    text += `Thrown at:\n${thrownAt}\n`;
  } else if (inspected === undefined) {
    text += `(Use \`${program} --trace-uncaught ...\` to show where the exception was thrown)\n`;
  }
  if (version !== undefined) text += `\nNode.js ${version}\n`;
  return text;
}

module.exports = { formatUncaught };
