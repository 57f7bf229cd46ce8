'use strict';
// Results as an outline for people; what failed is shown once more at the end, with its error.

const { Transform } = require('stream');
const { relative } = require('path');
const process = require('process_object');
const { colors, indentOf, levelColors, resultLine, signs } = require('test/result_lines');

function coverageTable({ nesting, summary }) {
  const { table } = require('test/coverage_report');
  const palette = colors();
  const prefix = `${indentOf(nesting)}${signs['test:diagnostic']}`;
  if (!palette.enabled) return table(summary, prefix);
  return `${palette.blue}${table(summary, prefix, { ...palette, base: palette.blue })}${palette.white}`;
}

class SpecReporter extends Transform {
  #open = [];     // started tests that may have subtests, the innermost last
  #shown = 0;     // how many of them have been shown
  #failed = [];
  #cwd = process.cwd();

  constructor() {
    super({ writableObjectMode: true });
  }

  _transform({ type, data }, encoding, callback) {
    callback(null, this.#textOf(type, data));
  }

  _flush(callback) {
    callback(null, this.#failures());
  }

  #textOf(type, data) {
    switch (type) {
      case 'test:start':
        this.#open.push(data);
        return undefined;
      case 'test:pass':
      case 'test:fail':
        return this.#result(type, data);
      case 'test:stdout':
      case 'test:stderr':
        return data.message;
      case 'test:diagnostic': {
        const palette = colors();
        const color = palette[levelColors[data.level] ?? 'blue'];
        return `${color}${indentOf(data.nesting)}${signs[type]}${data.message}${palette.white}\n`;
      }
      case 'test:coverage':
        return coverageTable(data);
      default:
        return undefined;
    }
  }

  // A test whose subtests were shown has its name above and its result below them.
  #result(type, data) {
    const palette = colors();
    this.#open.pop();
    let text = '';
    while (this.#shown < this.#open.length) {
      const ancestor = this.#open[this.#shown++];
      text += `${indentOf(ancestor.nesting)}${signs.arrow}${ancestor.name}\n`;
    }
    if (this.#shown > this.#open.length) this.#shown = this.#open.length;
    if (type === 'test:fail' && data.details?.error?.failureType !== 'subtestsFailed') this.#failed.push(data);
    return text + resultLine(type, data, { indent: indentOf(data.nesting), withError: false, palette });
  }

  #failures() {
    if (this.#failed.length === 0) return undefined;
    const palette = colors();
    let text = `\n${palette.red}${signs['test:fail']}failing tests:${palette.white}\n`;
    for (const data of this.#failed) {
      const place = data.file === undefined ? '' : `test at ${relative(this.#cwd, data.file)}:${data.line}:${data.column}\n`;
      text += `\n${place}${resultLine('test:fail', data, { palette })}`;
    }
    this.#failed = [];
    return text;
  }
}

module.exports = { SpecReporter };
