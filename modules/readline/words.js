// Where words and characters begin and end, for moving and deleting by them.
'use strict';

const BLANK = 0, WORD = 1, OTHER = 2;

function kindAt(text, i) {
  const code = text.charCodeAt(i);
  if ((code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f) return WORD;
  if (code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0xa0 && /\s/.test(text[i]))) return BLANK;
  return OTHER;
}

/** Where the word to the left of `cursor` begins. */
function wordStart(text, cursor) {
  let i = cursor;
  while (i > 0 && kindAt(text, i - 1) === BLANK) i--;
  if (i === 0) return 0;
  const kind = kindAt(text, i - 1);
  while (i > 0 && kindAt(text, i - 1) === kind) i--;
  return i;
}

/** Where the word after the one at `cursor` begins. */
function nextWord(text, cursor) {
  if (cursor >= text.length) return text.length;
  const kind = kindAt(text, cursor);
  let i = cursor;
  while (i < text.length && kindAt(text, i) === kind) i++;
  while (i < text.length && kindAt(text, i) === BLANK) i++;
  return i;
}

/** How many code units the character to the left of `cursor` has. */
function widthLeft(text, cursor) {
  if (cursor <= 0) return 0;
  return cursor > 1 && text.codePointAt(cursor - 2) > 0xffff ? 2 : 1;
}

/** How many code units the character at `cursor` has. */
function widthRight(text, cursor) {
  if (cursor >= text.length) return 0;
  return text.codePointAt(cursor) > 0xffff ? 2 : 1;
}

module.exports = { wordStart, nextWord, widthLeft, widthRight };
