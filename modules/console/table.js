'use strict';
// console.table(): rows and columns from data, drawn with box characters.

const types = require('types');
const { previewEntries } = binding('console');

const MAX_ARRAY_LENGTH = 3;
const MAX_SHOWN_KEYS = 2;

const INDEX = '(index)';
const ITERATION_INDEX = '(iteration index)';
const KEY = 'Key';
const VALUES = 'Values';

const line = '\u2500';
const bar = '\u2502';

/** Draws columns of texts, each under its head. */
function draw(heads, columns) {
  const { getStringWidth } = require('inspect/string_width');
  const rowCount = Math.max(0, ...columns.map((column) => column.length));
  const widths = columns.map((column, i) => {
    let width = getStringWidth(heads[i]);
    for (const cell of column) if (cell !== undefined) width = Math.max(width, getStringWidth(cell));
    return width + 2;
  });
  const rule = (left, middle, right) => left + widths.map((width) => line.repeat(width)).join(middle) + right;
  const row = (cells) => bar + cells.map((cell, i) => {
    return ` ${cell}${' '.repeat(widths[i] - getStringWidth(cell) - 1)}`;
  }).join(bar) + bar;

  const rows = [rule('\u250c', '\u252c', '\u2510'), row(heads), rule('\u251c', '\u253c', '\u2524')];
  for (let i = 0; i < rowCount; i++) rows.push(row(columns.map((column) => column[i] ?? '')));
  rows.push(rule('\u2514', '\u2534', '\u2518'));
  return rows.join('\n');
}

function cellsWith(options) {
  const { inspect } = require('inspect');
  return (value) => {
    const isBig = value !== null && typeof value === 'object' && !Array.isArray(value) &&
      Object.keys(value).length > MAX_SHOWN_KEYS;
    return inspect(value, {
      maxArrayLength: MAX_ARRAY_LENGTH,
      breakLength: Infinity,
      ...options,
      depth: isBig ? -1 : 0,
    });
  };
}

function indices(length) {
  return Array.from({ length }, (_, i) => String(i));
}

/** The table of a Map, a Set or an iterator of one; undefined for anything else. */
function tableOfEntries(data, cell) {
  let entries;
  let areKeyed = false;
  if (types.isMap(data)) {
    entries = [...Map.prototype.entries.call(data)].flat(1);
    areKeyed = true;
  } else if (types.isSet(data)) {
    entries = [...Set.prototype.values.call(data)];
  } else if (types.isMapIterator(data) || types.isSetIterator(data)) {
    [entries, areKeyed] = previewEntries(data);
  } else {
    return undefined;
  }
  const places = (length) => Array.from({ length }, (_, i) => cell(i));
  if (!areKeyed) return draw([ITERATION_INDEX, VALUES], [places(entries.length), entries.map((value) => cell(value))]);
  const keys = [];
  const values = [];
  for (let i = 0; i < entries.length; i += 2) {
    keys.push(cell(entries[i]));
    values.push(cell(entries[i + 1]));
  }
  return draw([ITERATION_INDEX, KEY, VALUES], [places(keys.length), keys, values]);
}

/**
 * @param {object} data
 * @param {string[]} [properties] the columns; all keys of all items by default
 * @param {object} options for util.inspect()
 * @returns {string}
 */
function tableOf(data, properties, options) {
  const cell = cellsWith(options);
  const table = tableOfEntries(data, cell);
  if (table !== undefined) return table;

  const rows = Object.keys(data);
  const columns = { __proto__: null };
  const values = [];
  let hasValues = false;
  for (let i = 0; i < rows.length; i++) {
    const item = data[rows[i]];
    const isPrimitive = item === null || (typeof item !== 'object' && typeof item !== 'function');
    if (isPrimitive && properties === undefined) {
      hasValues = true;
      values[i] = cell(item);
      continue;
    }
    for (const key of properties ?? Object.keys(item)) {
      columns[key] ??= [];
      columns[key][i] = isPrimitive || !Object.hasOwn(item, key) ? '' : cell(item[key]);
    }
  }
  const heads = [INDEX, ...Object.keys(columns)];
  const cells = [rows, ...Object.values(columns)];
  if (hasValues) {
    heads.push(VALUES);
    cells.push(values);
  }
  return draw(heads, cells);
}

module.exports = { tableOf };
