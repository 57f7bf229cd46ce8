'use strict';
// From V8's counts of functions and blocks to lines, branches and functions of files: what 'test:coverage' tells.
const fs = require('fs');
const path = require('path');
const { fileURLToPath, pathToFileURL } = require('url');

const LINE = /[^\r\n]*(?:\r\n|\r|\n|$)/g;
const IGNORE_NEXT = /^\s*\/\* node:coverage ignore next (?<count>\d+ )?\*\/\s*$/;
const IGNORE_NEXT_ANYWHERE = /\/\* node:coverage ignore next (?<count>\d+ )?\*\//;
const SWITCH = /\/\* node:coverage (?<state>enable|disable) \*\//;

// --- The lines of a file. ---

/** @returns {{line: number, start: number, end: number, count: number, ignored: boolean}[]} offsets without the line's end */
function linesOf(source) {
  const lines = [];
  let offset = 0;
  let isOff = false; // behind 'disable'
  let left = 0;      // of 'ignore next'
  for (const [whole] of source.matchAll(LINE)) {
    if (whole === '') break;
    const text = whole.replace(/\r\n$|[\r\n]$/, '');
    const state = SWITCH.exec(text)?.groups.state;
    const ignored = left > 0 || isOff;
    if (left > 0) left--;
    if (state !== undefined) isOff = state === 'disable';
    const next = IGNORE_NEXT.exec(text) ?? IGNORE_NEXT_ANYWHERE.exec(text);
    if (next !== null && !ignored) left = Number(next.groups.count ?? 1);
    lines.push({ line: lines.length + 1, start: offset, end: offset + text.length, count: 1, ignored });
    offset += whole.length;
  }
  return lines;
}

/** The index of the line that `offset` is in. */
function indexAt(lines, offset) {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle].start <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

// --- One file. ---

/** Whether every line that a range touches is to be ignored. */
function isIgnored(lines, { startOffset, endOffset }) {
  const last = indexAt(lines, Math.max(startOffset, endOffset - 1));
  for (let i = indexAt(lines, startOffset); i <= last; i++) if (!lines[i].ignored) return false;
  return true;
}

/** Whole lines within a range have its count; ranges come from the outside in. */
function countLines(lines, { startOffset, endOffset, count }) {
  for (let i = indexAt(lines, startOffset); i < lines.length && lines[i].start < endOffset; i++) {
    const line = lines[i];
    if (startOffset <= line.start && endOffset >= line.end) line.count = count;
  }
}

function summarizeFile(file, source, functions) {
  const lines = linesOf(source);
  const result = { functions: [], branches: [], coveredFunctions: 0, coveredBranches: 0 };
  if (lines.length === 0) return undefined;
  functions.forEach(({ functionName, ranges, isBlockCoverage }, index) => {
    const [whole] = ranges;
    for (const range of ranges) {
      countLines(lines, range);
      if (!isBlockCoverage) continue;
      result.branches.push({ __proto__: null, line: lines[indexAt(lines, range.startOffset)].line, count: range.count });
      if (range.count !== 0 || isIgnored(lines, range)) result.coveredBranches++;
    }
    if (index === 0) return; // the file itself
    const count = Math.max(...ranges.map((range) => range.count));
    result.functions.push({ __proto__: null, name: functionName, count, line: lines[indexAt(lines, whole.startOffset)].line });
    if (count > 0 || isIgnored(lines, whole)) result.coveredFunctions++;
  });
  const shown = lines.filter(({ ignored }) => !ignored);
  const coveredLines = lines.filter(({ count, ignored }) => count > 0 || ignored).length;
  return withPercents({
    __proto__: null,
    path: file,
    totalLineCount: lines.length,
    totalBranchCount: result.branches.length,
    totalFunctionCount: result.functions.length,
    coveredLineCount: coveredLines,
    coveredBranchCount: result.coveredBranches,
    coveredFunctionCount: result.coveredFunctions,
    coveredLinePercent: 0,
    coveredBranchPercent: 0,
    coveredFunctionPercent: 0,
    functions: result.functions,
    branches: result.branches,
    lines: shown.map(({ line, count }) => ({ __proto__: null, line, count })),
  });
}

function percentOf(covered, total) {
  return total === 0 ? 100 : covered / total * 100;
}

function withPercents(counts) {
  counts.coveredLinePercent = percentOf(counts.coveredLineCount, counts.totalLineCount);
  counts.coveredBranchPercent = percentOf(counts.coveredBranchCount, counts.totalBranchCount);
  counts.coveredFunctionPercent = percentOf(counts.coveredFunctionCount, counts.totalFunctionCount);
  return counts;
}

// --- Several processes. ---

const keyOf = ({ startOffset, endOffset }) => `${startOffset}-${endOffset}`;

/** Adds the counts of one process's function to those of another's. */
function mergeFunction(into, other) {
  if (!other.isBlockCoverage && into.isBlockCoverage) return;
  if (other.isBlockCoverage && !into.isBlockCoverage) {
    Object.assign(into, { isBlockCoverage: true, ranges: other.ranges.map((range) => ({ ...range })) });
    return;
  }
  into.ranges = mergeRanges(into.ranges, other.ranges);
}

/** The count of the innermost range that has all of `range`. */
function countWithin(ranges, range) {
  let count = 0;
  for (const candidate of ranges) {
    if (candidate.startOffset <= range.startOffset && candidate.endOffset >= range.endOffset) ({ count } = candidate);
  }
  return count;
}

/** What two ranges have in common; undefined for nothing. */
function intersection(a, b) {
  const startOffset = Math.max(a.startOffset, b.startOffset);
  const endOffset = Math.min(a.endOffset, b.endOffset);
  return startOffset < endOffset ? { startOffset, endOffset, count: 0 } : undefined;
}

/** Counts are added up; what did not run in one process counts as such only where it did not in the other. */
function mergeRanges(some, others) {
  const merged = new Map();
  const add = (range) => { if (!merged.has(keyOf(range))) merged.set(keyOf(range), range); };
  for (const [own, other] of [[some, others], [others, some]]) {
    for (const range of own) {
      if (range.count > 0) add({ ...range, count: range.count + countWithin(other, range) });
      else for (const idle of other) if (idle.count === 0) [intersection(range, idle)].filter(Boolean).forEach(add);
    }
  }
  return [...merged.values()].sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
}

/** @returns {Map<string, object[]>} each file's functions, as V8 tells them, with the counts of all processes */
function merge(reports, wants) {
  const files = new Map();
  for (const { result } of reports) {
    for (const { url: told, functions } of result) {
      const url = told.startsWith('/') ? pathToFileURL(told).href : told; // of CommonJS that was TypeScript
      if (!wants(url)) continue;
      if (!files.has(url)) files.set(url, new Map());
      const known = files.get(url);
      for (const each of functions) {
        const key = keyOf(each.ranges[0]);
        if (known.has(key)) mergeFunction(known.get(key), each);
        else known.set(key, { ...each, ranges: each.ranges.map((range) => ({ ...range })) });
      }
    }
  }
  return files;
}

// --- The whole. ---

/** Whether a script is one of the files that are wanted. */
function chooser({ cwd, include, exclude }) {
  const { matchesGlob } = require('path/glob');
  const { isTestFile } = require('test/files');
  const matches = (patterns, file) => patterns.some((pattern) => (
    matchesGlob(path.relative(cwd, file), pattern) || matchesGlob(file, pattern)));
  return (url) => {
    if (!url.startsWith('file:')) return false;
    const file = fileURLToPath(url);
    if (include.length > 0 && !matches(include, file)) return false;
    if (exclude === undefined ? isTestFile(cwd, file) : matches(exclude, file)) return false;
    return include.length > 0 || !file.includes(`${path.sep}node_modules${path.sep}`);
  };
}

/**
 * @param {object[]} reports what V8 counted: {result: {url, functions}[], 'source-map-cache'?: object} of each process
 * @param {{cwd: string, include: string[], exclude: string[]|undefined, thresholds: object}} settings
 * @returns {object} {workingDirectory, files, totals, thresholds}
 */
function summarize(reports, settings) {
  const totals = {
    __proto__: null,
    totalLineCount: 0, totalBranchCount: 0, totalFunctionCount: 0,
    coveredLineCount: 0, coveredBranchCount: 0, coveredFunctionCount: 0,
    coveredLinePercent: 0, coveredBranchPercent: 0, coveredFunctionPercent: 0,
  };
  const files = [];
  for (const [url, functions] of merge(reports, chooser(settings))) {
    const file = fileURLToPath(url);
    let source;
    try {
      source = fs.readFileSync(file, 'utf8');
    } catch {
      continue; // is no more
    }
    const summary = summarizeFile(file, source, [...functions.values()]);
    if (summary === undefined) continue;
    files.push(summary);
    for (const key of Object.keys(totals)) if (key.endsWith('Count')) totals[key] += summary[key];
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { __proto__: null, workingDirectory: settings.cwd, files, totals: withPercents(totals), thresholds: settings.thresholds };
}

module.exports = { summarize };
