'use strict';
// Expressions that are shown at each pause.

const { validateString } = require('validators');

class Watchers {
  #evaluate;
  #expressions = [];

  /** @param {function(string): Promise<any>} evaluate in the paused function, or globally */
  constructor(evaluate) {
    this.#evaluate = evaluate;
  }

  get isEmpty() {
    return this.#expressions.length === 0;
  }

  add(expression) {
    validateString(expression, 'expression');
    this.#expressions.push(expression);
  }

  /** @param {string | number} which an expression, wherever it is in the list, or an index */
  remove(which) {
    this.#expressions = this.#expressions.filter((expression, index) => (typeof which === 'number' ? index : expression) !== which);
  }

  /** The expressions with their values; what has several lines is indented. */
  async show() {
    const values = await Promise.all(this.#expressions.map(async (expression) => {
      try {
        return String(await this.#evaluate(expression));
      } catch (error) {
        return `<${error.message}>`;
      }
    }));
    const width = String(values.length - 1).length;
    return values.map((value, index) => {
      const shown = value.includes('\n') ? `\n    ${value.replaceAll('\n', '\n    ')}` : ` ${value}`;
      return `  ${String(index).padStart(width)}: ${this.#expressions[index]} =${shown}`;
    }).join('\n');
  }
}

module.exports = { Watchers };
