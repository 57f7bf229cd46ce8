'use strict';
// The text that stderr shows for an error nobody caught. A pure function.

const INSPECT_DEPTH = 5;

function inspectOrUndefined(error, colors) {
  try {
    return require('util/inspect').inspect(error, { colors, customInspect: false, depth: INSPECT_DEPTH });
  } catch {
    return undefined; // a getter of the error's threw
  }
}

function plainText(value) {
  try {
    if (Error.isError(value) && typeof value.stack === 'string') return value.stack;
  } catch {
    // Its name and message may still be readable.
  }
  try {
    return String(typeof value === 'symbol' ? '' : value);
  } catch {
    return '';
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
    return stack.startsWith(arrow.slice(0, arrow.indexOf('\n') + 1)) || /^(?:\/|file:|data:)[^\n]*:\d+\n/.test(stack);
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
function formatUncaught(error, { arrow = '', thrownAt, colors = false, version, program = 'node' } = {}) {
  const isError = Error.isError(error);
  let text = '';
  if (isError) {
    if (arrow !== '' && !stackTellsPlace(error, arrow)) text = `${arrow}\n`;
  } else if (arrow !== '') {
    text = `\n${arrow}`;
  }
  const inspected = isObject(error) ? inspectOrUndefined(error, colors) : undefined;
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
