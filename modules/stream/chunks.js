'use strict';
// The chunks that wait in a readable state: an array of which the first `bufferIndex` places were read already, so that
// taking one moves none.
const { Buffer } = require('buffer');
const { OBJECT_MODE } = require('stream/bits');
const { DECODES } = require('stream/readable_state');

/** How many read places the array may start with before the rest is moved up. */
const MAX_READ_PLACES = 1024;

/** Puts a chunk behind those that wait. `state.length` is the caller's to count. */
function putLast(state, chunk) {
  if (state.chunks === null) state.chunks = [chunk];
  else state.chunks.push(chunk);
}

/** Puts a chunk before those that wait. `state.length` is the caller's to count. */
function putFirst(state, chunk) {
  if (state.bufferIndex > 0) state.chunks[--state.bufferIndex] = chunk;
  else if (state.chunks === null) state.chunks = [chunk];
  else state.chunks.unshift(chunk);
}

/** The first chunk, as it came. There must be one. */
function takeFirst(state) {
  const { chunks } = state;
  if (chunks.length === 1) return chunks.pop(); // Keeps the array's memory, unlike length = 0.
  const index = state.bufferIndex;
  const chunk = chunks[index];
  const next = index + 1;
  if (next === chunks.length) {
    chunks.length = 0;
    state.bufferIndex = 0;
  } else if (next > MAX_READ_PLACES) {
    chunks.splice(0, next);
    state.bufferIndex = 0;
  } else {
    chunks[index] = null;
    state.bufferIndex = next;
  }
  return chunk;
}

/** `count` bytes or characters, or an object; everything if `count` is 0 or more than there is; null if nothing is. */
function take(state, count) {
  if (state.length === 0) return null;
  if (state.flags & OBJECT_MODE) return takeFirst(state);
  if (!count || count >= state.length) return takeAll(state);
  const { chunks, bufferIndex } = state;
  const first = chunks[bufferIndex];
  if (count === first.length) return takeFirst(state);
  if (count > first.length) return takeSeveral(state, count);
  chunks[bufferIndex] = first.slice(count);
  return first.slice(0, count);
}

function takeAll(state) {
  const { chunks } = state;
  if (chunks.length - state.bufferIndex === 1) return takeFirst(state);
  const waiting = state.bufferIndex === 0 ? chunks : chunks.slice(state.bufferIndex);
  const all = state.flags & DECODES ? waiting.join('') : Buffer.concat(waiting, state.length);
  chunks.length = 0;
  state.bufferIndex = 0;
  return all;
}

/** Whole chunks, and of the last one as much as is missing. */
function takeSeveral(state, count) {
  const parts = [];
  let missing = count;
  while (missing > 0) {
    const chunk = state.chunks[state.bufferIndex];
    if (chunk.length <= missing) {
      parts.push(takeFirst(state));
      missing -= chunk.length;
    } else {
      parts.push(chunk.slice(0, missing));
      state.chunks[state.bufferIndex] = chunk.slice(missing);
      missing = 0;
    }
  }
  return state.flags & DECODES ? parts.join('') : Buffer.concat(parts, count);
}

module.exports = { putFirst, putLast, take, takeFirst };
