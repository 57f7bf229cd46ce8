'use strict';
// The table of 'test:coverage', as the reporters spec and tap print it.
const path = require('path');

const columns = ['line %', 'branch %', 'funcs %'];
const UNCOVERED = 'uncovered lines';
const HIGH = 90;
const LOW = 50;

const percentsOf = (counts) => [counts.coveredLinePercent, counts.coveredBranchPercent, counts.coveredFunctionPercent];

/** '3-5 8': lines that never ran. */
function uncoveredLines({ lines }) {
  const spans = [];
  for (const { line, count } of lines) {
    if (count !== 0) continue;
    const last = spans.at(-1);
    if (last !== undefined && last[1] === line - 1) last[1] = line;
    else spans.push([line, line]);
  }
  return spans.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(' ');
}

/** Files below their folders. @returns {{name: string, percents?: number[], uncovered?: string}[]} in the order of lines */
function rowsOf({ workingDirectory, files }) {
  const root = new Map();
  for (const file of files) {
    const names = path.relative(workingDirectory, file.path).split(path.sep);
    let folder = root;
    for (const name of names.slice(0, -1)) {
      if (!(folder.get(name) instanceof Map)) folder.set(name, new Map());
      folder = folder.get(name);
    }
    folder.set(names.at(-1), file);
  }
  const rows = [];
  const walk = (folder, depth) => {
    for (const [name, entry] of folder) {
      const shown = `${' '.repeat(depth)}${name}`;
      if (entry instanceof Map) {
        rows.push({ name: shown });
        walk(entry, depth + 1);
      } else {
        rows.push({ name: shown, percents: percentsOf(entry), uncovered: uncoveredLines(entry) });
      }
    }
  };
  walk(root, 0);
  return rows;
}

function colorOf(percent, palette) {
  return percent >= HIGH ? palette.green : percent < LOW ? palette.red : palette.yellow;
}

/**
 * @param {object} summary of 'test:coverage'
 * @param {string} prefix of each line
 * @param {object} [palette] escape sequences: green, yellow, red, and `base` to return to
 * @returns {string}
 */
function table(summary, prefix, palette) {
  const rows = rowsOf(summary);
  const total = { name: 'all files', percents: percentsOf(summary.totals), uncovered: '' };
  // As Node reckons: the longest name, behind as many blanks as the deepest has.
  const blanks = ({ name }) => name.length - name.trimStart().length;
  const nameWidth = Math.max(total.name.length, Math.max(0, ...rows.map(blanks)) +
    Math.max(0, ...rows.filter(({ percents }) => percents !== undefined).map(({ name }) => name.trimStart().length)));
  const lastWidth = Math.max(UNCOVERED.length, ...rows.map(({ uncovered = '' }) => uncovered.length));
  const width = nameWidth + columns.reduce((sum, column) => sum + 3 + column.length, 0) + 3 + lastWidth + 1;
  const paint = (text, percent) => (palette === undefined ? text : `${colorOf(percent, palette)}${text}${palette.base}`);
  const line = ({ name, percents, uncovered = '' }) => {
    const cells = columns.map((column, i) => (percents === undefined ? ' '.repeat(column.length) :
      paint(percents[i].toFixed(2).padStart(column.length), percents[i])));
    const padded = name.padEnd(nameWidth);
    const first = percents === undefined ? padded : paint(padded, percents[0]);
    return [first, ...cells, uncovered].join(' | ');
  };
  const rule = '-'.repeat(width);
  const lines = ['start of coverage report', rule, ['file'.padEnd(nameWidth), ...columns, UNCOVERED].join(' | '), rule,
                 ...rows.map(line), rule, line(total), rule, 'end of coverage report'];
  return lines.map((text) => `${prefix}${text}\n`).join('');
}

module.exports = { table };
