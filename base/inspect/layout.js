// Puts the entries of one object together: on one line, in columns, or one a line.
'use strict';
const { getStringWidth, removeEscapes } = require('inspect/string_width');

const SEPARATOR = ', ';
const MARGIN = 10;              // columns that a line leaves free, for what may stand before it
const FEWEST = 6;               // so many entries are never put in columns
const MOST_COLUMNS = 15;
const COLUMNS_A_LEVEL = 4;      // at most so many columns for each level that `compact` allows on a line
const NARROW = 6;               // entries up to this width go in columns however few there are
const CHARACTER_HEIGHT = 2.5;   // in widths

// --- One line. ---

function lengthOf(entry, colors) {
  return colors ? removeEscapes(entry).length : entry.length;
}

/** The entries on one line, or undefined where they need more than `room` columns, `extra` beside each, or have lines. */
function onOneLine(printer, entries, room, extra) {
  const { colors } = printer;
  let line = '';
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i];
    room -= lengthOf(entry, colors) + extra;
    if (room < 0) return undefined;
    line = i === 0 ? entry : line + SEPARATOR + entry;
  }
  return line;
}

// --- Columns. ---

/** The entries as rows of a table. */
class Table {
  #entries;
  #count;
  #widths;
  #widest;
  #sum;      // of the widths, each with a separator

  constructor(entries, widths, widest, sum) {
    this.#entries = entries;
    this.#count = widths.length;
    this.#widths = widths;
    this.#widest = widest;
    this.#sum = sum;
  }

  /**
   * @param {number} count of the entries that go into columns, the first ones
   * @returns {Table | undefined} nothing where three of the widest have no room beside each other
   */
  static measured(printer, entries, count) {
    const { colors, breakLength, indentation } = printer;
    const widths = new Array(count);
    let widest = 0;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const width = widths[i] = getStringWidth(entries[i], colors);
      sum += width + SEPARATOR.length;
      if (width <= widest) continue;
      widest = width;
      if (3 * (widest + SEPARATOR.length) >= breakLength - indentation) return undefined;
    }
    return new Table(entries, widths, widest, sum);
  }

  /**
   * How many columns make the table as wide as it is high to the eye, n entries of width w in c columns: c w = h n / c.
   * Where most entries are narrower than the widest, w is less than that.
   */
  columns({ breakLength, compact, indentation }) {
    const cell = this.#widest + SEPARATOR.length;
    const room = breakLength - indentation;
    if (this.#sum <= 5 * cell && this.#widest > NARROW) return 1;
    const spread = Math.sqrt(cell - this.#sum / this.#entries.length); // with the one that says how many items follow
    const width = Math.max(this.#widest - 1 - spread, 1);
    const square = Math.round(Math.sqrt(CHARACTER_HEIGHT * this.#count / width));
    return Math.min(square, Math.floor(room / cell), compact * COLUMNS_A_LEVEL, MOST_COLUMNS);
  }

  /** @param {boolean} alignRight as numbers are @returns {string[]} */
  rows(columns, alignRight) {
    const widths = this.#columnWidths(columns);
    const rows = [];
    for (let start = 0; start < this.#count; start += columns) {
      const end = Math.min(start + columns, this.#count);
      let row = '';
      for (let i = start; i < end; i++) {
        const isLast = i === end - 1;
        const padding = ' '.repeat(widths[i - start] - this.#widths[i]);
        if (alignRight) row += padding;
        row += this.#entries[i];
        if (!isLast) row += alignRight ? SEPARATOR : SEPARATOR + padding;
      }
      rows.push(row);
    }
    return rows;
  }

  #columnWidths(columns) {
    const widths = new Array(columns).fill(0);
    for (let i = 0; i < this.#count; i++) widths[i % columns] = Math.max(widths[i % columns], this.#widths[i]);
    return widths;
  }
}

function areNumbers(values, count) {
  for (let i = 0; i < count; i++) {
    if (typeof values[i] !== 'number' && typeof values[i] !== 'bigint') return false;
  }
  return true;
}

/** Rows of a list's entries, or undefined where columns don't pay. */
function inColumns(printer, entries, values) {
  const hasMore = printer.maxArrayLength < entries.length; // the last one says how many items follow
  const count = hasMore ? entries.length - 1 : entries.length;
  const table = Table.measured(printer, entries, count);
  if (table === undefined) return undefined;
  const columns = table.columns(printer);
  if (!(columns > 1)) return undefined;
  const rows = table.rows(columns, values !== undefined && areNumbers(values, entries.length));
  if (hasMore) rows.push(entries[count]);
  return rows;
}

// --- Lines. ---

/** Like entries.join(), but without a copy of texts that may be long: V8 keeps a sum of strings as a tree. */
function sum(entries, separator) {
  let text = entries[0] ?? '';
  for (let i = 1; i < entries.length; i++) text += separator + entries[i];
  return text;
}

function onLines(printer, entries, head, close) {
  const line = `\n${' '.repeat(printer.indentation)}`;
  return `${head}${line}  ${sum(entries, `,${line}  `)}${line}${close}`;
}

/** compact: true. The first entry follows the brace, and the closing brace the last entry. */
function tightly(printer, entries, base, open, close) {
  const label = base === '' ? '' : ` ${base}`;
  const line = base.includes('\n') ? undefined : onOneLine(printer, entries, printer.breakLength, 1);
  if (line !== undefined) return `${open}${label} ${line} ${close}`;
  const next = `\n${' '.repeat(printer.indentation)}  `;
  const lead = base === '' && open.length === 1 ? ' ' : label + next;
  return `${open}${lead}${sum(entries, `,${next}`)} ${close}`;
}

/**
 * The text of one object.
 * @param {Printer} printer
 * @param {string[]} entries
 * @param {string} base what stands before the opening brace, `[Function: f]`, or ''
 * @param {string} open
 * @param {string} close
 * @param {boolean} isList whether the entries may be put in columns
 * @param {number} level how deep the entries are
 * @param {object} [values] what the entries show, if indexed: numbers are aligned right
 */
function join(printer, entries, base, open, close, isList, level, values) {
  const { compact } = printer;
  if (compact === true) return tightly(printer, entries, base, open, close);
  const head = base === '' ? open : `${base} ${open}`;
  const levels = typeof compact === 'number' ? compact : 0; // that may stand on one line
  const rows = levels >= 1 && isList && entries.length > FEWEST ? inColumns(printer, entries, values) : undefined;
  if (rows !== undefined) return onLines(printer, rows, head, close);
  if (printer.innermost - level < levels && !base.includes('\n')) {
    const room = printer.breakLength - printer.indentation - open.length - base.length - MARGIN;
    const line = onOneLine(printer, entries, room, SEPARATOR.length);
    if (line !== undefined && !line.includes('\n')) return `${head} ${line} ${close}`;
  }
  return onLines(printer, entries, head, close);
}

module.exports = { join };
