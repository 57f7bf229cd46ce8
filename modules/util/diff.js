'use strict';
// util.diff: the least edit between two lists, by Myers' algorithm (An O(ND) Difference Algorithm, 1986).

const { ERR_INVALID_ARG_TYPE } = require('errors');

const kInsert = -1; // only in `expected`
const kSame = 0;
const kDelete = 1; // only in `actual`

function validate(value, name) {
  if (typeof value === 'string') return;
  if (!Array.isArray(value)) throw new ERR_INVALID_ARG_TYPE(name, 'string', value);
  for (let i = 0; i < value.length; i++) {
    if (typeof value[i] !== 'string') throw new ERR_INVALID_ARG_TYPE(`${name}[${i}]`, 'string', value[i]);
  }
}

/** Whether the furthest path on `diagonal` comes from the one above, by an insertion. */
function comesDown(furthest, diagonal, edits, offset) {
  return diagonal === -edits ||
    (diagonal !== edits && furthest[diagonal - 1 + offset] < furthest[diagonal + 1 + offset]);
}

/** The furthest points reached with 0, 1, 2 ... edits, up to the end of both lists. */
function furthestPoints(actual, expected) {
  const most = actual.length + expected.length;
  const offset = most + 1;
  const furthest = new Int32Array(2 * most + 3);
  const rounds = [];
  for (let edits = 0; edits <= most; edits++) {
    rounds.push(furthest.slice(offset - edits - 1, offset + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const isDown = comesDown(furthest, diagonal, edits, offset);
      let x = isDown ? furthest[diagonal + 1 + offset] : furthest[diagonal - 1 + offset] + 1;
      while (x < actual.length && x - diagonal < expected.length && actual[x] === expected[x - diagonal]) x++;
      furthest[diagonal + offset] = x;
      if (x >= actual.length && x - diagonal >= expected.length) return rounds;
    }
  }
  return rounds;
}

function trace(rounds, actual, expected) {
  const result = [];
  let x = actual.length;
  let y = expected.length;
  for (let edits = rounds.length - 1; edits >= 0; edits--) {
    const furthest = rounds[edits];
    const offset = edits + 1;
    const isDown = comesDown(furthest, x - y, edits, offset);
    const diagonal = isDown ? x - y + 1 : x - y - 1;
    const previousX = edits === 0 ? 0 : furthest[diagonal + offset];
    const previousY = edits === 0 ? 0 : previousX - diagonal;
    while (x > previousX && y > previousY) {
      result.push([kSame, actual[--x]]);
      y--;
    }
    if (edits === 0) break;
    if (isDown) result.push([kInsert, expected[--y]]);
    else result.push([kDelete, actual[--x]]);
  }
  return result.reverse();
}

/**
 * What leads from one text, or list of strings, to another.
 * @param {string|string[]} actual
 * @param {string|string[]} expected
 * @returns {Array<[number, string]>} 0 in both, 1 only in actual, -1 only in expected; [] for identical arguments
 * @throws ERR_INVALID_ARG_TYPE
 */
function diff(actual, expected) {
  if (actual === expected) return [];
  validate(actual, 'actual');
  validate(expected, 'expected');
  return trace(furthestPoints(actual, expected), actual, expected);
}

module.exports = { diff };
