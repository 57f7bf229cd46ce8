'use strict';
// V8's profile, a tree of calls with a list of samples, as stacks and the time that was spent in each.

const IDLE = '(idle)';

/**
 * @param {object} profile of the inspector's Profiler.stop: nodes {id, callFrame, children}, samples (ids), timeDeltas
 *   (microseconds since the sample before), startTime, endTime
 * @returns {{frames: object[], samples: number, time: number, isIdle: boolean}[]} of each stack that was sampled: the
 *   callFrames, the innermost first, without the root; how often; microseconds
 */
function stacksOf({ nodes, samples = [], timeDeltas = [], endTime }) {
  const byId = new Map();
  const parents = new Map();
  for (const node of nodes) {
    byId.set(node.id, node);
    for (const child of node.children ?? []) parents.set(child, node.id);
  }
  const stacks = new Map();
  let at = endTime - timeDeltas.reduce((sum, delta) => sum + delta, 0);
  for (let i = 0; i < samples.length; i++) {
    at += timeDeltas[i];
    const until = i + 1 < samples.length ? at + timeDeltas[i + 1] : at;
    const id = samples[i];
    if (!stacks.has(id)) stacks.set(id, { frames: framesOf(id, byId, parents), samples: 0, time: 0, isIdle: false });
    const stack = stacks.get(id);
    stack.samples++;
    stack.time += Math.max(0, until - at);
  }
  for (const stack of stacks.values()) stack.isIdle = stack.frames[0]?.functionName === IDLE;
  return [...stacks.values()];
}

function framesOf(id, byId, parents) {
  const frames = [];
  for (; parents.has(id); id = parents.get(id)) frames.push(byId.get(id).callFrame);
  return frames;
}

const NATIVE = 'native:'; // begins the URL of native functions

function isNative({ url }) {
  return url.startsWith(NATIVE);
}

/** What names a function for people: its place is 'file:line', a library, or '' for what has none. */
function describe({ functionName, url, lineNumber }) {
  const name = functionName === '' ? '(anonymous)' : functionName;
  if (url === '' || url.startsWith(NATIVE)) return { name, place: url };
  const file = url.startsWith('file:') ? require('url').fileURLToPath(url) : url;
  return { name, place: `${file}:${lineNumber + 1}` };
}

module.exports = { stacksOf, describe, isNative };
