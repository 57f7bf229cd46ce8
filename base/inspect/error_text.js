// An error as util.inspect shows it: its stack, headed by what is known of its class, and shortened where it repeats.
'use strict';
const { isBuiltinId } = binding('inspect');
const { isNativeError } = binding('types');
const { prefix } = require('inspect/class_names');

const errorToString = Function.prototype.call.bind(Error.prototype.toString);
const objectToString = Function.prototype.call.bind(Object.prototype.toString);
const isPrototypeOf = Function.prototype.call.bind(Object.prototype.isPrototypeOf);

const FRAME = '\n    at';
const MOST_SHARED = 3;   // so many frames are shown although the cause's stack has them, too
const MOST_LINES = 10;   // stacks up to this length are shown whole
const MOST_REPEATED = 2; // so many repeated lines are never collapsed

function isError(value) {
  return isNativeError(value) || isPrototypeOf(Error.prototype, value);
}

/** A property, or undefined if its getter throws. */
function read(error, key) {
  try {
    return error[key];
  } catch {
    return undefined;
  }
}

// --- The stack as text, and its two parts. ---

/** What a program put in the stack's place. */
function foreignStack(printer, error, stack) {
  printer.seen.push(error);
  printer.indentation += 4;
  const text = printer.value(stack, NaN); // at no level: never too deep, never on one line
  printer.indentation -= 4;
  printer.seen.pop();
  return `\n    ${text}`;
}

/** The stack; `Error: message`, and what stands in its place, if it is no string; undefined if even that throws. */
function stackText(printer, error) {
  const stack = read(error, 'stack');
  if (typeof stack === 'string' && stack !== '') return stack;
  let text;
  try {
    text = errorToString(error);
  } catch {
    return undefined;
  }
  return stack ? text + foreignStack(printer, error, stack) : text;
}

/** Where the frames begin: behind the message, which may look like one. -1 without frames. */
function startOfFrames(error, stack) {
  const message = read(error, 'message');
  const at = typeof message === 'string' && message !== '' ? stack.indexOf(message) : -1;
  return stack.indexOf(FRAME, at > 0 ? at + message.length : 0);
}

// --- The head. ---

// A stack that begins with the name of an error, or is one.
const NAMED = /^([A-Z][\w\s()[\]-]*?)(?::|\n\s+at)|^([\w-]*Error)$/;

/** How many characters at the start of the stack are the name; undefined if it says something else. */
function lengthOfName(stack, name, className) {
  if (className === null) {
    const match = NAMED.exec(stack);
    return match === null ? 0 : (match[1] ?? match[2]).length;
  }
  if (!name.endsWith('Error') || !stack.startsWith(name)) return undefined;
  const next = stack[name.length];
  return next === undefined || next === ':' || next === '\n' ? name.length : undefined;
}

/** The stack with the class at its head, if V8 gave another name: `Error: x` of class Oops becomes `Oops [Error]: x`. */
function withClass(stack, name, className, tag) {
  const length = lengthOfName(stack, name, className);
  if (length === undefined) return stack;
  const fallback = className === null && length > 0 ? stack.slice(0, length) : 'Error';
  const label = prefix(className, tag, fallback).slice(0, -1);
  const rest = stack.slice(length);
  if (name === label) return stack;
  if (!label.includes(name)) return `${label} [${name}]${rest}`;
  return length === 0 ? `${label}: ${stack}` : label + rest;
}

/** Whether nothing in the frames has to be left out or coloured: the usual case. */
function isShownWhole(printer, error, stack, start) {
  if (printer.colors || read(error, 'cause')) return false;
  let lines = 0;
  for (let at = start; at !== -1; at = stack.indexOf('\n', at + 1)) if (++lines > MOST_LINES) return false;
  return true;
}

function headed(stack, error, className, tag) {
  const given = read(error, 'name') ?? 'Error';
  const name = String(given);
  if (typeof given !== 'string') {
    stack = stack.replace(name, () => `${name} [${prefix(className, tag, 'Error').slice(0, -1)}]`);
  }
  return withClass(stack, name, className, tag);
}

// --- The frames: those of the cause, and repetitions, are summed up. ---

function framesOfCause(printer, error) {
  const cause = read(error, 'cause');
  if (cause === null || cause === undefined || !isError(cause)) return [];
  const stack = stackText(printer, cause) ?? '';
  const start = stack.indexOf(FRAME);
  return start === -1 ? [] : stack.slice(start + 1).split('\n');
}

/** How many lines of `a` from `i` on are those of `b` from `j` on. */
function alike(a, i, b, j) {
  let count = 0;
  while (i + count < a.length && j + count < b.length && a[i + count] === b[j + count]) count++;
  return count;
}

/** Leaves out, of the first run of frames that the cause has as well, all but the first and the last. */
function hideShared(printer, frames, others) {
  for (let i = 0; i < frames.length - MOST_SHARED; i++) {
    const j = others.indexOf(frames[i]);
    const count = j === -1 ? 0 : alike(frames, i, others, j);
    if (count <= MOST_SHARED) continue;
    const note = `    ... ${count - 2} lines matching cause stack trace ...`;
    frames.splice(i + 1, count - 2, printer.stylize(note, 'undefined'));
    return;
  }
}

/** The lines at `start` that are repeated behind themselves so that most is saved: {period, times}. */
function repetitionAt(lines, start) {
  let best;
  let saved = MOST_REPEATED;
  for (let period = 1; start + 2 * period <= lines.length; period++) {
    // Lines that equal those one period later.
    const times = Math.floor(alike(lines, start, lines, start + period) / period);
    if (times * period <= saved) continue;
    saved = times * period;
    best = { period, times };
  }
  return best;
}

function collapsed(printer, lines) {
  const shown = [];
  for (let i = 0; i < lines.length;) {
    const found = repetitionAt(lines, i);
    if (found === undefined) {
      shown.push(lines[i++]);
      continue;
    }
    const { period, times } = found;
    for (const end = i + period; i < end; i++) shown.push(lines[i]);
    i += period * times;
    const above = times === 1 ? 'lines ...' : `${period} lines ${times} times...`;
    const note = `    ... collapsed ${period * times} duplicate lines matching above ${above}`;
    shown.push(printer.stylize(note, 'undefined'));
  }
  return shown;
}

// --- Colours: what is not the user's is grey, packages are underlined. ---

const PACKAGE = /([\\/]node_modules[\\/])((?:@[^\\/]+[\\/])?[^\\/]+)(?=[\\/])/g;
const BUILTIN = /^ {4}at (?:[^/\\(]+ \()?node:(.+):\d+:\d+\)?$/;

function isBuiltin(line) {
  const match = BUILTIN.exec(line);
  return match !== null && isBuiltinId(match[1]);
}

/** The working directory as it stands in frames, with what follows it: 'file:///a/b/', '/a/b/'. */
function placesOf(directory) {
  return [`${require('url').pathToFileURL(directory).href}/`, `file://${directory}/`, `${directory}/`];
}

function workingDirectory() {
  try {
    return placesOf(require('process_object').cwd());
  } catch {
    return []; // it was removed
  }
}

/** Greys out the working directory, and the parentheses around what is in it. */
function markDirectory(printer, line, places) {
  const grey = (text) => printer.stylize(text, 'undefined');
  const place = places.find((candidate) => line.includes(candidate));
  if (place === undefined) return line;
  const start = line.indexOf(place);
  const end = start + place.length;
  if (line[start - 1] !== '(') return line.slice(0, start) + grey(place) + line.slice(end);
  const inner = line.endsWith(')') ? line.slice(end, -1) + grey(')') : line.slice(end);
  return line.slice(0, start - 1) + grey(`(${place}`) + inner;
}

function colored(printer, lines) {
  const places = workingDirectory();
  return lines.map((line) => {
    if (isBuiltin(line)) return printer.stylize(line, 'undefined');
    const marked = line.replace(PACKAGE, (all, folder, name) => folder + printer.stylize(name, 'module'));
    return markDirectory(printer, marked, places);
  });
}

// --- All of it. ---

/** Properties that the stack shows need no entry; `cause` and `errors` get one. */
function adjustKeys(printer, error, stack, keys) {
  if (!printer.showHidden && keys.length > 0) {
    for (const name of ['name', 'message', 'stack']) {
      const at = keys.indexOf(name);
      if (at === -1) continue;
      const value = read(error, name);
      if (typeof value !== 'string' || stack.includes(value)) keys.splice(at, 1);
    }
  }
  if (Object.hasOwn(error, 'cause') && !keys.includes('cause')) keys.push('cause');
  if (Object.hasOwn(error, 'errors') && !keys.includes('errors') && Array.isArray(read(error, 'errors'))) {
    keys.push('errors');
  }
}

/**
 * The text of an error, without its properties.
 * @param {Printer} printer
 * @param {Error} error
 * @param {string|null} className
 * @param {string} tag
 * @param {Array<string|symbol>} keys the properties to show beside: loses what the text has, gains cause and errors
 */
function errorText(printer, error, className, tag, keys) {
  const given = stackText(printer, error);
  adjustKeys(printer, error, given ?? '', keys);
  if (given === undefined) return objectToString(error);
  const stack = headed(given, error, className, tag);
  const start = startOfFrames(error, stack);
  let text = `[${stack}]`;
  if (start !== -1 && isShownWhole(printer, error, stack, start)) {
    text = stack;
  } else if (start !== -1) {
    let lines = stack.slice(start + 1).split('\n');
    hideShared(printer, lines, framesOfCause(printer, error));
    if (lines.length > MOST_LINES) lines = collapsed(printer, lines);
    if (printer.colors) lines = colored(printer, lines);
    text = `${stack.slice(0, start)}\n${lines.join('\n')}`;
  }
  return printer.indentation === 0 ? text : text.replaceAll('\n', `\n${' '.repeat(printer.indentation)}`);
}

module.exports = { errorText };
