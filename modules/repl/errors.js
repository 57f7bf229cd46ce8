// How a REPL shows an error.
'use strict';

const REPL_FRAME = /(?:^|[\s(])REPL\d+:\d+:\d+\)?$/;

/**
 * Only the user's frames are shown: those above the last one in what was typed, which is the line itself.
 * Works on stacks of any form, as long as each frame is a line.
 */
function userStack(stack) {
  const lines = stack.split('\n');
  let last = lines.length;
  while (last > 0 && !REPL_FRAME.test(lines[last - 1].replace(/--->$/, ''))) last--;
  if (last === 0) return stack;
  return lines.slice(0, last - 1).join('\n').replace(/--->$/, '');
}

function withoutFrames(stack) {
  return stack.replace(/^REPL\d+:\d+\r?\n/, '').replace(/^\s+at\s.*\n?/gm, '').replace(/\n$/, '');
}

function setStack(error, stack) {
  try {
    error.stack = stack;
  } catch {
    // A frozen error keeps its stack.
  }
}

function trimStack(error) {
  let stack;
  try {
    ({ stack } = error);
  } catch {
    return;
  }
  if (typeof stack !== 'string') return;
  if (error.name === 'SyntaxError') setStack(error, withoutFrames(stack));
  else if (Error.isError(error)) setStack(error, userStack(stack));
}

const ERROR_LINE = /^\[?([A-Z][a-z0-9_]*)*Error/;

/** `error` as text: 'Uncaught ...', with the source line first for a SyntaxError. */
function formatError(server, error) {
  if (typeof error === 'object' && error !== null) trimStack(error);
  let text = server.writer(error);
  // util.inspect() puts errors without frames into brackets.
  if (Error.isError(error) && text.startsWith('[') && text.endsWith(']')) text = text.slice(1, -1);
  const lines = text.split(/(?<=\n)/);
  const { breakLength = 80 } = server.writer.options ?? { __proto__: null };
  const at = lines.findIndex((line) => ERROR_LINE.test(line));
  if (at === -1) {
    // Not an error by its look.
    return `Uncaught${lines.length === 1 ? ' ' : ':\n'}${text}`;
  }
  lines[at] = `Uncaught${lines[at].length >= breakLength ? ':\n' : ' '}${lines[at]}`;
  return lines.join('');
}

module.exports = { formatError };
