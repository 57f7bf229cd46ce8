// Whether code that does not parse is wrong, or only unfinished.
'use strict';

const options = { ecmaVersion: 'latest', allowAwaitOutsideFunction: true, allowHashBang: false };

function parseError(code) {
  try {
    require('acorn').parse(code, options);
    return undefined;
  } catch (error) {
    return error;
  }
}

// The error is that the code ended: more of it may come.
function isAtEnd(code) {
  const error = parseError(code);
  if (error === undefined) return false;
  const { message, pos } = error;
  if (message.startsWith('Unterminated template') || message.startsWith('Unterminated comment')) return true;
  if (message.startsWith('Unterminated string constant')) return endsInLineContinuation(code, pos);
  return message.startsWith('Unexpected token') && code.slice(pos).trim() === '';
}

// A string goes on when the last of its lines ends in an odd number of backslashes.
function endsInLineContinuation(code, start) {
  const text = code.endsWith('\n') ? code.slice(start, -1) : code.slice(start);
  if (/(?<!\\)(?:\\\\)*\n/.test(text)) return false;
  return /(?<!\\)(?:\\\\)*\\$/.test(text);
}

/** Whether more lines may make `code` a program, or an object literal. */
function isRecoverable(code) {
  return isAtEnd(code) || (/^\s*\{/.test(code) && !/;\s*$/.test(code) && isAtEnd(`(${code}`));
}

/** Whether `code` is a program, or an expression. */
function isValidSyntax(code) {
  return parseError(code) === undefined || parseError(`_=${code}`) === undefined;
}

/** What an eval function gives its callback when the code is not complete. */
class Recoverable extends SyntaxError {
  constructor(err) {
    super();
    this.err = err;
  }
}

module.exports = { isRecoverable, isValidSyntax, Recoverable };
