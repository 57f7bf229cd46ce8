'use strict';
// Reads the call of an assertion out of the calling source: `assert.ok(value)`. Loaded when an assertion fails.

const { callPosition } = binding('assert');

const controlCharacters = /[\u0000-\u0008\u000b-\u001f]/g;

/** The call that is at `column` of a line, from the start of 'a.b.c(' to the matching ')' or the end of the line. */
function callText(line, column) {
  const { tokenizer, tokTypes } = require('acorn');
  const joints = new Set([tokTypes.dot, tokTypes.questionDot]);
  const parts = new Set([...joints, tokTypes.bracketL, tokTypes.bracketR, tokTypes.string, tokTypes.num]);
  let start = column;
  let inChain = false; // whether `start` is the begin of a chain of member accesses that goes on
  let afterJoint = false;
  let reached = false;
  let depth = 0;
  try {
    for (const token of tokenizer(line, { ecmaVersion: 'latest' })) {
      if (token.start < column) {
        if (token.type === tokTypes.name) {
          if (!inChain || !afterJoint) start = token.start;
          inChain = true;
        } else if (!parts.has(token.type)) {
          inChain = false;
        }
        afterJoint = joints.has(token.type);
        continue;
      }
      if (!reached && (!inChain || (token.type !== tokTypes.parenL && !afterJoint))) start = column;
      reached = true;
      if (token.type === tokTypes.parenL) depth++;
      else if (token.type === tokTypes.parenR && --depth === 0) return line.slice(start, token.end);
    }
  } catch {
    // The line ends inside of a template literal or the like.
  }
  return line.slice(start);
}

/**
 * The text of the call that made the first frame of an error's stack, on one line.
 * @param {Error} error
 * @returns {string|undefined} undefined when there is no source
 */
function readCall(error) {
  const position = callPosition(error);
  if (position === undefined) return undefined;
  const text = callText(position.line, position.column);
  return text.replace(controlCharacters, (character) => JSON.stringify(character).slice(1, -1));
}

module.exports = { readCall };
