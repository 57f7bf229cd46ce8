'use strict';
// Source around a line.

const { inspect } = require('util');

/** Lines as they are shown: `>` is where the program is, `*` where a breakpoint is. */
class Listing {
  #rows;

  /**
   * @param {string[]} lines of the whole script
   * @param {object} location {lineNumber, columnNumber} from 0
   * @param {number} context how many lines to show before and behind it
   * @param {Set<number>} marked numbers, from 0, of lines with a breakpoint
   */
  constructor(lines, { lineNumber, columnNumber }, context, marked) {
    const first = Math.max(0, lineNumber - context);
    const shown = lines.slice(first, lineNumber + context + 1);
    const width = Math.max(2, String(first + shown.length).length);
    this.#rows = shown.map((text, index) => ({
      mark: first + index === lineNumber ? '>' : marked.has(first + index) ? '*' : ' ',
      number: String(first + index + 1).padStart(width),
      text,
      column: first + index === lineNumber ? columnNumber : undefined,
    }));
  }

  [inspect.custom](_, { colors, stylize } = { __proto__: null }) {
    return this.#rows.map(({ mark, number, text, column }) => {
      if (!colors) return `${mark}${number} ${text}`;
      const shown = column === undefined ? text : `${text.slice(0, column)}${underlineWord(text.slice(column))}`;
      return `${mark}${stylize(number, 'number')} ${shown}`;
    }).join('\n');
  }

  toString() {
    return this[inspect.custom]();
  }
}

// What the program is about to do begins here.
function underlineWord(text) {
  return text.replace(/^[\w$.]+|^\S/, (word) => require('util').styleText('underline', word));
}

module.exports = { Listing };
