'use strict';
// Line diff of two inspected values: Myers's algorithm ("An O(ND) Difference Algorithm and Its Variations"), and its
// output with '+' for actual and '-' for expected lines, unchanged lines far from a change left out.

const SAME = 0;
const ACTUAL = 1;
const EXPECTED = -1;

const LINES_AFTER_CHANGE = 5;
const LINES_BEFORE_CHANGE = 1;

/** Lines that differ in a comma at the end count as the same: that an item is the last one is no difference. */
function isSameLine(left, right, ignoreComma) {
  if (left === right) return true;
  if (!ignoreComma) return false;
  return left.length === right.length + 1 ? left === `${right},` : `${left},` === right;
}

/**
 * @param {string[]|string} actual lines, or a text to compare character by character
 * @param {string[]|string} expected
 * @param {boolean} ignoreComma
 * @returns {{type: number, line: string}[]} from the last line to the first
 * @throws {RangeError} ERR_OUT_OF_RANGE from 2^31 lines on
 */
function diffLines(actual, expected, ignoreComma) {
  const max = actual.length + expected.length;
  if (max >= 2 ** 31 - 1) {
    const { ERR_OUT_OF_RANGE } = require('errors');
    throw new ERR_OUT_OF_RANGE('myersDiff input size', '< 2^31', max);
  }
  const furthest = new Int32Array(2 * max + 2);
  const history = [];
  for (let distance = 0; distance <= max; distance++) {
    // Only the diagonals this distance can reach are needed on the way back.
    history.push(furthest.slice(max - distance, max + distance + 2));
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      const at = diagonal + max;
      const down = diagonal === -distance || (diagonal !== distance && furthest[at - 1] < furthest[at + 1]);
      let x = down ? furthest[at + 1] : furthest[at - 1] + 1;
      let y = x - diagonal;
      while (x < actual.length && y < expected.length && isSameLine(actual[x], expected[y], ignoreComma)) {
        x++;
        y++;
      }
      furthest[at] = x;
      if (x >= actual.length && y >= expected.length) return trackBack(history, actual, expected, ignoreComma);
    }
  }
}

function trackBack(history, actual, expected, ignoreComma) {
  const edits = [];
  let x = actual.length;
  let y = expected.length;
  for (let distance = history.length - 1; distance >= 0; distance--) {
    const furthest = history[distance];
    const diagonal = x - y;
    const at = diagonal + distance;
    const down = diagonal === -distance || (diagonal !== distance && furthest[at - 1] < furthest[at + 1]);
    const previous = down ? diagonal + 1 : diagonal - 1;
    const previousX = distance === 0 ? 0 : furthest[previous + distance];
    const previousY = distance === 0 ? 0 : previousX - previous;
    while (x > previousX && y > previousY) {
      x--;
      y--;
      const line = ignoreComma && !actual[x].endsWith(',') ? expected[y] : actual[x];
      edits.push({ type: SAME, line });
    }
    if (distance === 0) break;
    edits.push(down ? { type: EXPECTED, line: expected[--y] } : { type: ACTUAL, line: actual[--x] });
  }
  return edits;
}

function formatLine({ type, line }, { red, green, gray, white }, isPartial) {
  if (type === SAME) return `${white}  ${line}\n`;
  if (type === ACTUAL && isPartial && gray !== '') return `${gray}  ${line}${white}\n`;
  return type === ACTUAL ? `${green}+${white} ${line}\n` : `${red}-${white} ${line}\n`;
}

/**
 * Formats the result of diffLines().
 * @param {{type: number, line: string}[]} edits
 * @param {{red: string, green: string, blue: string, gray: string, white: string}} colors escape sequences
 * @param {boolean} isPartial whether what only `actual` has is no difference
 * @returns {{text: string, skipped: boolean}} `skipped`: lines between changes were left out
 */
function formatDiff(edits, colors, isPartial) {
  let text = '';
  let skipped = false;
  let unchanged = 0;
  for (let i = edits.length - 1; i >= 0; i--) {
    if (edits[i].type === SAME) {
      if (++unchanged <= LINES_AFTER_CHANGE) text += formatLine(edits[i], colors, isPartial);
      continue;
    }
    const hidden = unchanged - LINES_AFTER_CHANGE;
    if (hidden > LINES_BEFORE_CHANGE + 1) {
      text += `${colors.blue}...${colors.white}\n`;
      skipped = true;
    } else if (hidden > LINES_BEFORE_CHANGE) {
      text += formatLine(edits[i + 2], colors, isPartial);
    }
    if (hidden >= LINES_BEFORE_CHANGE) text += formatLine(edits[i + 1], colors, isPartial);
    unchanged = 0;
    text += formatLine(edits[i], colors, isPartial);
  }
  return { text: text.trimEnd(), skipped };
}

/** Formats the result of diffLines() on two texts as one colored text. */
function formatCharacters(edits, { red, green, white }) {
  let text = '';
  for (let i = edits.length - 1; i >= 0; i--) {
    const { type, line } = edits[i];
    text += `${type === SAME ? white : type === ACTUAL ? green : red}${line}${white}`;
  }
  return text;
}

module.exports = { diffLines, formatCharacters, formatDiff };
