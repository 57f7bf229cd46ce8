'use strict';
// Takes chunks out of a readable state's buffer, an array whose first `bufferIndex` places were read already.
const { Buffer } = require('buffer');
const { OBJECT_MODE, DECODER } = require('stream/readable_state');

/** How many read places the array may start with before it is moved up. */
const MAX_READ_PLACES = 1024;

/** `count` bytes, characters or (in object mode) one object; everything if `count` is 0 or more than there is. */
function take(state, count) {
  if (state.length === 0) return null;
  const { buffer } = state;
  if (state.flags & OBJECT_MODE) return shift(state, buffer);
  if (!count || count >= state.length) return takeWhole(state, buffer);
  const first = buffer[state.bufferIndex];
  if (count === first.length) return shift(state, buffer);
  if (count < first.length) {
    buffer[state.bufferIndex] = first.slice(count);
    return first.slice(0, count);
  }
  return takeSeveral(state, buffer, count);
}

function shift(state, buffer) {
  if (buffer.length === 1) return buffer.pop(); // Keeps the array's memory, unlike length = 0.
  const index = state.bufferIndex;
  const chunk = buffer[index];
  const next = index + 1;
  if (next === buffer.length) {
    buffer.length = 0;
    state.bufferIndex = 0;
  } else if (next > MAX_READ_PLACES) {
    buffer.splice(0, next);
    state.bufferIndex = 0;
  } else {
    buffer[index] = null;
    state.bufferIndex = next;
  }
  return chunk;
}

function takeWhole(state, buffer) {
  const start = state.bufferIndex;
  let all;
  if (buffer.length === 1) return buffer.pop();
  if (buffer.length - start === 1) {
    all = buffer[start];
  } else if (state.flags & DECODER) {
    all = '';
    for (let i = start; i < buffer.length; i++) all += buffer[i];
  } else if (start === 0) {
    all = Buffer.concat(buffer, state.length);
  } else {
    all = Buffer.concat(buffer.slice(start), state.length);
  }
  buffer.length = 0;
  state.bufferIndex = 0;
  return all;
}

/** Takes whole chunks, and of the last one as much as is missing. */
function takeSeveral(state, buffer, count) {
  const parts = [];
  let missing = count;
  while (missing > 0) {
    const chunk = buffer[state.bufferIndex];
    if (chunk.length <= missing) {
      parts.push(shift(state, buffer));
      missing -= chunk.length;
    } else {
      parts.push(chunk.slice(0, missing));
      buffer[state.bufferIndex] = chunk.slice(missing);
      missing = 0;
    }
  }
  return state.flags & DECODER ? parts.join('') : Buffer.concat(parts, count);
}

module.exports = { shift, take };
