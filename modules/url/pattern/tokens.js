'use strict';
// The tokenizer of the URL Pattern Standard (https://urlpattern.spec.whatwg.org/#tokens).
// A token is { type, index, value }; the last one is of type 'end'.

const nameStart = /[\p{ID_Start}$_]/u;
const namePart = /[\p{ID_Continue}$\u200c\u200d]/u;

/** Whether a name may have (`first`: begin with) that character. */
function isNameCodePoint(character, first) {
  return (first ? nameStart : namePart).test(character);
}

/** Where the name that begins at `start` ends. */
function endOfName(input, start) {
  let end = start;
  while (end < input.length) {
    const character = String.fromCodePoint(input.codePointAt(end));
    if (!isNameCodePoint(character, end === start)) break;
    end += character.length;
  }
  return end;
}

/** Where the regular expression that begins at `start` is closed, or -1 when it is not well-formed. */
function endOfRegexp(input, start) {
  let depth = 1;
  for (let i = start; i < input.length; i++) {
    const c = input[i];
    if (c > '\x7f' || (i === start && c === '?')) return -1;
    if (c === '\\') {
      i++;
      if (i === input.length || input[i] > '\x7f') return -1;
    } else if (c === ')') {
      if (--depth === 0) return i > start ? i : -1;
    } else if (c === '(') {
      depth++;
      // Only groups that do not capture.
      if (input[i + 1] !== '?') return -1;
    }
  }
  return -1;
}

const simpleTypes = { '__proto__': null, '*': 'asterisk', '+': 'modifier', '?': 'modifier', '{': 'open', '}': 'close' };

/**
 * @param {string} input
 * @param {boolean} strict whether an error throws a TypeError; else it gives a token 'invalid'
 */
function tokenize(input, strict) {
  const tokens = [];
  const add = (type, index, value) => tokens.push({ type, index, value });
  const fail = (index, message) => {
    if (strict) throw new TypeError(`${message} at ${index}`);
    add('invalid', index, input[index]);
  };
  for (let i = 0; i < input.length;) {
    const character = String.fromCodePoint(input.codePointAt(i));
    let next = i + character.length;
    if (character in simpleTypes) {
      add(simpleTypes[character], i, character);
    } else if (character === '\\') {
      if (next === input.length) {
        fail(i, 'Nothing follows the escape');
      } else {
        const escaped = String.fromCodePoint(input.codePointAt(next));
        add('escaped', i, escaped);
        next += escaped.length;
      }
    } else if (character === ':') {
      const end = endOfName(input, next);
      if (end === next) {
        fail(i, 'Missing name');
      } else {
        add('name', i, input.slice(next, end));
        next = end;
      }
    } else if (character === '(') {
      const end = endOfRegexp(input, next);
      if (end === -1) {
        fail(i, 'Invalid regular expression');
      } else {
        add('regexp', i, input.slice(next, end));
        next = end + 1;
      }
    } else {
      add('char', i, character);
    }
    i = next;
  }
  add('end', input.length, '');
  return tokens;
}

module.exports = { tokenize, isNameCodePoint };
