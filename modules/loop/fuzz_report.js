'use strict';
// The texts of --fuzz and --fuzz-check.
const fs = require('fs');
const { stripVTControlCharacters } = require('util');
const process = require('process_object');

const HELD = ['', 'until another event has come', 'until three other events have come', '1 ms', '5 ms', '40 ms',
  'until nothing else can be done', 'until the next timers have run'];
const PIECES = [0, 1, 7, 64, 1000];
// What a kind of resource is called; others by their own name.
const KINDS = {
  __proto__: null,
  FSReqCallback: 'fs',
  FSReqPromise: 'fs',
  TCPSocketWrap: 'tcp',
  TCPServerWrap: 'tcp',
  PipeWrap: 'pipe',
  PipeServerWrap: 'pipe',
  GetAddrInfoReqWrap: 'dns',
};
const WHAT = { __proto__: null, work: 'begins', result: 'done', timer: 'timers', read: 'data', message: 'messages', accept: 'connection', close: 'closed' };

/** A failure that was found. */
function failure({ program, seed, run, failure, kept, isReliable, counts, options }) {
  const { message, place, test } = errorOf(failure.output);
  const count = failure.choices.length;
  const title = `${program.name}${test === undefined ? '' : ` > ${JSON.stringify(test)}`}`;
  const lines = [
    ...columns([[`FUZZ FAILURE  ${title}`, `seed ${seed}, ${run}   (${failure.ending})`]]),
    ...message.map((line, i) => `  ${line}${i === 0 && place !== undefined ? `     ${place}` : ''}`),
    ...causes(kept, isReliable, counts),
    `  shrunk from ${count} ${count === 1 ? 'choice' : 'choices'} to ${kept.length}`,
    `  replay  eddy ${[...options, ...program.words].join(' ')}`,
  ];
  return `${lines.join('\n')}\n`;
}

function causes(kept, isReliable, { replays, failures, plainFailures }) {
  const plain = plainFailures === 0 ? 'passes in the plain order' : `fails in ${plainFailures} of ${replays} runs in the plain order`;
  const ratio = `${failures} of ${replays} replays`;
  if (!isReliable) return [`  ${plain}; it did not fail again with all choices: it depends on what is outside of it, too (${ratio})`];
  if (kept.length === 0) return [`  ${plain}; fails without any choice, when time passes only where it waits (${ratio})`];
  const pairs = kept.filter(({ after }) => after !== undefined);
  const others = kept.filter(({ after }) => after === undefined);
  const names = pairs.map((_, i) => [letter(2 * i), letter(2 * i + 1)]);
  const orders = names.map(([a, b]) => `${a} runs before ${b}`);
  const rows = pairs.flatMap((choice, i) => describePair(choice, names[i]));
  return [
    `  ${plain}; fails ${[...(orders.length > 0 ? [`whenever ${orders.join(' and ')}`] : []), ...(others.length > 0 ? [`with ${others.map(({ name }) => name).join(', ')}`] : [])].join(', ')} (${ratio})`,
    ...columns(rows).map((line) => `    ${line}`),
    ...others.map((choice) => `    ${describe(choice)}`),
  ];
}

const letter = (i) => String.fromCharCode(65 + i % 26) + (i >= 26 ? Math.floor(i / 26) : '');

function describePair({ name, after }, [a, b]) {
  const { held } = after;
  const apart = (after.ready - held.ready) / 1000;
  const was = apart >= 0 ? `was ready ${ms(apart)} after ${b}` : `was ready ${ms(-apart)} before ${b}`;
  const times = held.ran === Infinity ? `${b} had not come yet` : `${was}; ${b} postponed by ${ms((held.ran - held.ready) / 1000)}`;
  return [
    [a, describeEvent(after.name, after), lineOf(after.site), `(${times})`],
    [b, describeEvent(name, held), lineOf(held.site), ''],
  ];
}

const ms = (time) => `${time < 10 ? Math.round(time * 100) / 100 : Math.round(time)} ms`;

// "fs readFile done", "tcp data", "timers".
function describeEvent(name, { kind, site }) {
  const [what] = name.split(/[@:]/);
  if (what === 'timer') return 'timers';
  const operation = what === 'work' || what === 'result' ? calledAt(site) : undefined;
  return [KINDS[kind] ?? kind, operation, WHAT[what]].filter((word) => word !== undefined && word !== '').join(' ');
}

// "/a/b.js:18:5 check" as "b.js:18:5  check()", by the folder one is in.
function lineOf(site) {
  const [, place, name] = /^(.*?:\d+:\d+)(?: (.+))?$/.exec(site) ?? [];
  if (place === undefined) return '';
  const here = `${process.cwd()}/`;
  return `${place.startsWith(here) ? place.slice(here.length) : place}${name === undefined ? '' : `  ${name}()`}`;
}

// The function that is called at this place of a program, by its text: readFile.
function calledAt(site) {
  const [, file, line, column] = /^(?:file:\/\/)?(.*?):(\d+):(\d+)/.exec(site) ?? [];
  if (file === undefined) return undefined;
  try {
    const text = fs.readFileSync(file, 'utf8').split('\n')[line - 1] ?? '';
    return /^(?:await |new )*(?:[\w$]+\??\.)*([\w$]+)/.exec(text.slice(column - 1))?.[1];
  } catch {
    return undefined; // it is gone, or never was a file
  }
}

// A choice that is not to hold back one event until another one has come.
function describe({ name, value, kind, site }) {
  const [what] = name.split(/[@:]/);
  const whose = KINDS[kind] ?? kind;
  const text = what === 'split' ? `a read of ${whose} gets ${PIECES[value]} ${value === 1 ? 'byte' : 'bytes'} at most`
    : what === 'order' ? `another result comes before this one (${whose})`
      : `${describeEvent(name, { kind, site })} waits ${HELD[value]}`;
  return `${name.padEnd(12)}  ${text}${site === '' ? '' : `   ${lineOf(site)}`}`;
}

// Lines whose cells stand below each other.
function columns(rows) {
  const widths = [];
  for (const row of rows) row.forEach((cell, i) => { widths[i] = Math.max(widths[i] ?? 0, cell.length); });
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i])).join('   ').trimEnd());
}

/** The error that a run printed, its place, and the name of the test that failed, as far as it tells. */
function errorOf(output) {
  const lines = stripVTControlCharacters(output).split('\n');
  const test = lines.map((line) => /^\s*(?:\u2716|not ok \d+ -|\d+\)|\u00d7|FAIL) +(.+?)(?: \(?\d[\d.]*m?s\)?)?:?$/.exec(line)?.[1]).find((name) => name !== undefined && !/^failing tests/.test(name));
  const at = lines.findIndex((line) => /^(?:\w*Error\b|Uncaught\b)/.test(line.trim()));
  if (at < 0) return { message: lines.filter((line) => line !== '').slice(-3).map((line) => line.trim()), place: undefined, test };
  const place = lines.slice(at).filter((line) => /^\s+(?:at|\u276f) /.test(line)).find((line) => !/\bnode:|<anonymous>\)|\/node_modules\//.test(line));
  const message = lines.slice(at, at + 6).map((line) => line.trim()).filter((line) => line !== '');
  const end = message.findIndex((line) => line.startsWith('at '));
  const [, where] = /\(?(?:file:\/\/)?([^\s(]+:\d+:\d+)\)?$/.exec(place ?? '') ?? [];
  return { message: message.slice(0, end < 0 ? 3 : Math.min(end, 3)), place: where && lineOf(where), test };
}

/** How two runs of one seed differ, in a few lines; undefined: not at all. */
function difference(first, second) {
  if (first.ending !== second.ending) return `  first: ${first.ending}\n  then:  ${second.ending}\n`;
  for (const [what, name] of [['log', 'what came to the loop'], ['stdout', 'what it printed'], ['stderr', 'its errors']]) {
    if (first[what] === second[what]) continue;
    const [mine, others] = [first[what].split('\n'), second[what].split('\n')];
    const at = mine.findIndex((line, i) => line !== others[i]);
    const line = at < 0 ? mine.length : at;
    return `  line ${line + 1} of ${name}\n    first: ${mine[line] ?? '(its end)'}\n    then:  ${others[line] ?? '(its end)'}\n`;
  }
  return undefined;
}

module.exports = { failure, difference };
