'use strict';
// An error as util.inspect shows it: its stack, headed by what is known of its class, and shortened where it repeats.

const native = binding('util');
const { prefix } = require('util/class_names');

const { hasOwn } = Object;
const errorToString = Function.prototype.call.bind(Error.prototype.toString);
const objectToString = Function.prototype.call.bind(Object.prototype.toString);
const isPrototypeOf = Function.prototype.call.bind(Object.prototype.isPrototypeOf);

const kFrame = '\n    at';
const kNodeModules = 'node_modules';
const kLeastShared = 3; // so many frames are never left out for being in the cause's stack too
const kLeastLines = 10; // stacks up to this length are shown whole
const kLeastRepeated = 2; // so many repeated lines are never collapsed

// The start of a stack that looks like the name of an error.
const kStackName = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/;
const kLoneName = /^([a-z_A-Z0-9-]*Error)$/;
const kCoreFrame = /^ {4}at (?:[^/\\(]+ \(|)node:(.+):\d+:\d+(?:\)|$)$/;

function isError(value) {
  return native.isNativeError(value) || isPrototypeOf(Error.prototype, value);
}

function isLikeName(text) {
  return kStackName.exec(text) ?? kLoneName.exec(text);
}

/** A property, or undefined if its getter throws. */
function read(error, key) {
  try {
    return error[key];
  } catch {
    return undefined;
  }
}

/** `Error: message`, or undefined for an error that cannot even say that. */
function shortText(error) {
  try {
    return errorToString(error);
  } catch {
    return undefined;
  }
}

/** The stack as text; `Error: message`, and what stands in its place, if it isn't a string. */
function stackText(printer, error) {
  const stack = read(error, 'stack');
  if (typeof stack === 'string' && stack !== '') return stack;
  const text = shortText(error);
  return stack && text !== undefined ? `${text}${foreignStack(printer, error, stack)}` : text;
}

function foreignStack(printer, error, stack) {
  printer.seen.push(error);
  printer.indentation += 4;
  const text = printer.value(stack, NaN); // at no level: never too deep, never on one line
  printer.indentation -= 4;
  printer.seen.pop();
  return `\n    ${text}`;
}

/** Puts the class into a stack's first line if V8 didn't: `Error: x` of a class Oops becomes `Oops [Error]: x`. */
function withClass(stack, name, className, tag) {
  let length = name.length;
  if (className !== null) {
    if (!name.endsWith('Error') || !stack.startsWith(name)) return stack;
    const next = stack[length];
    if (next !== undefined && next !== ':' && next !== '\n') return stack;
  }
  let fallback = 'Error';
  if (className === null) {
    fallback = isLikeName(stack)?.[1] ?? '';
    length = fallback.length;
    fallback ||= 'Error';
  }
  const head = prefix(className, tag, fallback).slice(0, -1);
  if (name === head) return stack;
  if (!head.includes(name)) return `${head} [${name}]${stack.slice(length)}`;
  return length === 0 ? `${head}: ${stack}` : head + stack.slice(length);
}

/** Own enumerable properties that the stack shows already need no entry. */
function dropShown(error, stack, keys) {
  for (const name of ['name', 'message', 'stack']) {
    const index = keys.indexOf(name);
    if (index === -1) continue;
    let value;
    try {
      value = error[name];
    } catch {
      continue;
    }
    if (typeof value !== 'string' || stack.includes(value)) keys.splice(index, 1);
  }
}

/** First run of more than kLeastShared frames of `frames` that is in `others` too. */
function sharedFrames(frames, others) {
  for (let start = 0; start < frames.length - kLeastShared; start++) {
    const at = others.indexOf(frames[start]);
    if (at === -1) continue;
    let length = 1;
    while (start + length < frames.length && frames[start + length] === others[at + length]) length++;
    if (length > kLeastShared) return { start, length };
  }
  return undefined;
}

function causeFrames(printer, error) {
  const cause = read(error, 'cause');
  if (cause === null || cause === undefined || !isError(cause)) return undefined;
  const stack = stackText(printer, cause) ?? '';
  const start = stack.indexOf(kFrame);
  return start === -1 ? undefined : stack.slice(start + 1).split('\n');
}

function hideSharedFrames(printer, error, frames) {
  const others = causeFrames(printer, error);
  if (others === undefined) return;
  const shared = sharedFrames(frames, others);
  if (shared === undefined) return;
  const hidden = shared.length - 2;
  const note = `    ... ${hidden} lines matching cause stack trace ...`;
  frames.splice(shared.start + 1, hidden, printer.stylize(note, 'undefined'));
}

function repeats(lines, start, length) {
  let count = 0;
  for (let at = start + length; at + length <= lines.length; at += length) {
    for (let i = 0; i < length; i++) if (lines[at + i] !== lines[start + i]) return count;
    count++;
  }
  return count;
}

/** The sequence of lines at `start` whose repetitions are the most lines, or undefined. */
function longestRepeat(lines, start) {
  let best;
  const most = Math.floor((lines.length - start) / 2);
  for (let length = 1; length <= most; length++) {
    const count = repeats(lines, start, length);
    if (count !== 0 && (best === undefined || count * length > best.count * best.length)) best = { length, count };
  }
  return best !== undefined && best.count * best.length > kLeastRepeated ? best : undefined;
}

function collapseRepeats(printer, lines) {
  const shown = [];
  let i = 0;
  while (i < lines.length) {
    const repeat = longestRepeat(lines, i);
    if (repeat === undefined) {
      shown.push(lines[i++]);
      continue;
    }
    const { length, count } = repeat;
    for (let k = 0; k < length; k++) shown.push(lines[i + k]);
    const what = count === 1 ? 'lines ...' : `${length} lines ${count} times...`;
    shown.push(printer.stylize(
      `    ... collapsed ${length * count} duplicate lines matching above ${what}`, 'undefined'));
    i += length * (count + 1);
  }
  return shown;
}

function stackFrames(printer, error, text) {
  const frames = text.split('\n');
  hideSharedFrames(printer, error, frames);
  return frames.length > kLeastLines ? collapseRepeats(printer, frames) : frames;
}

function isSeparator(character) {
  return character === '/' || character === '\\';
}

function separatorAfter(line, start) {
  for (let i = start; i < line.length; i++) if (isSeparator(line[i])) return i;
  return -1;
}

/** Underlines the names of packages. */
function markPackages(printer, line) {
  let marked = '';
  let from = 0;
  let search = 0;
  for (;;) {
    const at = line.indexOf(kNodeModules, search);
    if (at === -1) break;
    const start = at + kNodeModules.length + 1;
    search = start;
    if (!isSeparator(line[at - 1]) || !isSeparator(line[start - 1])) continue;
    let end = separatorAfter(line, start);
    if (end !== -1 && line[start] === '@') end = separatorAfter(line, end + 1);
    if (end === -1) break;
    marked += line.slice(from, start) + printer.stylize(line.slice(start, end), 'module');
    from = end;
    search = end;
  }
  return from === 0 ? line : marked + line.slice(from);
}

/** Greys out the working directory, a path or a file URL, and the parentheses around what is in it. */
function markDirectory(printer, line, directory) {
  let start = line.indexOf(directory.path);
  let { length } = directory.path;
  if (start === -1) {
    directory.url ??= require('url').pathToFileURL(directory.path).href;
    start = line.indexOf(directory.url);
    if (start === -1) return line;
    ({ length } = directory.url);
  } else if (line.startsWith('file://', start - 7)) {
    start -= 7;
    length += 7;
  }
  const isInParentheses = line[start - 1] === '(';
  const first = isInParentheses ? start - 1 : start;
  const last = isInParentheses && line.endsWith(')') ? -1 : line.length;
  const end = start + length + 1;
  const marked = line.slice(0, first) + printer.stylize(line.slice(first, end), 'undefined') + line.slice(end, last);
  return last === -1 ? marked + printer.stylize(')', 'undefined') : marked;
}

function isCoreFrame(line) {
  if (!line.includes('node:')) return false;
  const match = kCoreFrame.exec(line);
  return match !== null && native.isBuiltinId(match[1]);
}

function workingDirectory() {
  try {
    return { path: require('process').cwd(), url: undefined };
  } catch {
    return undefined;
  }
}

function colorFrames(printer, frames) {
  const directory = workingDirectory();
  let text = '';
  for (const line of frames) {
    text += '\n';
    if (isCoreFrame(line)) {
      text += printer.stylize(line, 'undefined');
      continue;
    }
    const marked = markPackages(printer, line);
    text += directory === undefined ? marked : markDirectory(printer, marked, directory);
  }
  return text;
}

function addOwn(error, keys) {
  if (hasOwn(error, 'cause') && !keys.includes('cause')) keys.push('cause');
  const hasErrors = hasOwn(error, 'errors') && Array.isArray(read(error, 'errors'));
  if (hasErrors && !keys.includes('errors')) keys.push('errors');
}

/** The first line of a stack may miss the class, or have a name that is no string. */
function headed(stack, error, className, tag) {
  const given = read(error, 'name');
  const name = given === null || given === undefined ? 'Error' : String(given);
  if (given !== null && given !== undefined && typeof given !== 'string') {
    stack = stack.replace(name, () => `${name} [${prefix(className, tag, 'Error').slice(0, -1)}]`);
  }
  return withClass(stack, name, className, tag);
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
  let stack = stackText(printer, error);
  if (!printer.showHidden && keys.length !== 0) dropShown(error, stack ?? '', keys);
  addOwn(error, keys);
  if (stack === undefined) return objectToString(error);
  stack = headed(stack, error, className, tag);
  const message = read(error, 'message');
  const at = typeof message === 'string' && message !== '' ? stack.indexOf(message) || -1 : -1;
  const start = stack.indexOf(kFrame, at === -1 ? at : at + message.length);
  if (start === -1) {
    stack = `[${stack}]`;
  } else {
    const frames = stackFrames(printer, error, stack.slice(start + 1));
    stack = stack.slice(0, start) + (printer.colors ? colorFrames(printer, frames) : `\n${frames.join('\n')}`);
  }
  return printer.indentation === 0 ? stack : stack.replaceAll('\n', `\n${' '.repeat(printer.indentation)}`);
}

module.exports = { errorText };
