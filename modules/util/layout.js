'use strict';
// Puts the entries of one object together: on one line, in columns, or one a line.

const { getStringWidth, removeEscapes } = require('util/string_width');

const kGap = 2; // ", " between two columns
const kMaxColumns = 15;
const kLineHeight = 2.5; // a character is about that much taller than it is wide
const kFewest = 6; // so many entries are never put in columns

function shownLength(text, colors) {
  return colors ? removeEscapes(text).length : text.length;
}

function fitsOneLine(printer, entries, start, base) {
  let length = entries.length + start;
  if (length + entries.length > printer.breakLength) return false;
  const { colors, breakLength } = printer;
  for (let i = 0; i < entries.length; i++) {
    length += shownLength(entries[i], colors);
    if (length > breakLength) return false;
  }
  return base === '' || !base.includes('\n');
}

/** So many columns that the block is about as wide as it is high, within the line's length. */
function columnCount(printer, count, widest, total) {
  const width = widest + kGap;
  if (width * 3 + printer.indentation >= printer.breakLength) return 1;
  if (total / width <= 5 && widest > 6) return 1;
  const biased = Math.max(width - 3 - Math.sqrt(width - total / count), 1);
  return Math.min(
    Math.round(Math.sqrt(kLineHeight * biased * count) / biased),
    Math.floor((printer.breakLength - printer.indentation) / width),
    printer.compact * 4,
    kMaxColumns);
}

function columnWidths(widths, columns) {
  const widest = new Array(columns).fill(0);
  for (let i = 0; i < widths.length; i++) {
    const column = i % columns;
    if (widths[i] > widest[column]) widest[column] = widths[i];
  }
  return widest;
}

function allNumbers(values, count) {
  for (let i = 0; i < count; i++) {
    const type = typeof values[i];
    if (type !== 'number' && type !== 'bigint') return false;
  }
  return true;
}

function writeRow(entries, widths, start, end, columnWidth, alignRight) {
  let row = '';
  for (let i = start; i < end; i++) {
    const column = i - start;
    const isLast = i === end - 1;
    const padding = columnWidth[column] - widths[i];
    if (alignRight) row += ' '.repeat(padding) + (isLast ? entries[i] : `${entries[i]}, `);
    else row += isLast ? entries[i] : `${entries[i]}, ${' '.repeat(padding)}`;
  }
  return row;
}

/**
 * Rows of an array's entries, or the entries themselves when columns don't pay.
 * @param {string[]} entries
 * @param {object} [values] what the entries show, if indexed: numbers are aligned right
 */
function inColumns(printer, entries, values) {
  const hasMore = printer.maxArrayLength < entries.length; // the last one says how many items follow
  const count = hasMore ? entries.length - 1 : entries.length;
  const widths = new Array(count);
  let widest = 0;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const width = getStringWidth(entries[i], printer.colors);
    widths[i] = width;
    total += width + kGap;
    if (width > widest) widest = width;
  }
  const columns = columnCount(printer, count, widest, total);
  if (!(columns > 1)) return entries;
  const columnWidth = columnWidths(widths, columns);
  const alignRight = values !== undefined && allNumbers(values, entries.length);
  const rows = [];
  for (let i = 0; i < count; i += columns) {
    rows.push(writeRow(entries, widths, i, Math.min(i + columns, count), columnWidth, alignRight));
  }
  if (hasMore) rows.push(entries[count]);
  return rows;
}

/** Like entries.join(), but without a copy of texts that may be long: V8 keeps a sum of strings as a tree. */
function sum(entries, separator) {
  let text = entries[0] ?? '';
  for (let i = 1; i < entries.length; i++) text += separator + entries[i];
  return text;
}

function joinLoosely(printer, entries, base, open, close) {
  const line = `\n${' '.repeat(printer.indentation)}`;
  const head = base === '' ? open : `${base} ${open}`;
  return `${head}${line}  ${sum(entries, `,${line}  `)}${line}${close}`;
}

/** compact: true, the layout of Node before 12. */
function joinTightly(printer, entries, base, open, close) {
  if (fitsOneLine(printer, entries, 0, base)) {
    return `${open}${base === '' ? '' : ` ${base}`} ${sum(entries, ', ')} ${close}`;
  }
  const line = `\n${' '.repeat(printer.indentation)}`;
  const lead = base === '' && open.length === 1 ? ' ' : `${base === '' ? '' : ` ${base}`}${line}  `;
  return `${open}${lead}${sum(entries, `,${line}  `)} ${close}`;
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
 * @param {object} [values] see inColumns
 */
function join(printer, entries, base, open, close, isList, level, values) {
  const { compact } = printer;
  if (compact === true) return joinTightly(printer, entries, base, open, close);
  if (typeof compact === 'number' && compact >= 1) {
    const before = entries.length;
    if (isList && before > kFewest) entries = inColumns(printer, entries, values);
    if (printer.innermost - level < compact && before === entries.length) {
      const start = before + printer.indentation + open.length + base.length + 10;
      if (fitsOneLine(printer, entries, start, base)) {
        const line = sum(entries, ', ');
        if (!line.includes('\n')) return `${base === '' ? '' : `${base} `}${open} ${line} ${close}`;
      }
    }
  }
  return joinLoosely(printer, entries, base, open, close);
}

module.exports = { join };
