'use strict';
// Joins V8's profile with the native stacks of the same moments: what C++ ran is put under the JavaScript that called it.

const NOT_THE_PROGRAM = ['(idle)', '(root)'];

/**
 * @param {object} profile V8's; nodes are added to it, and samples moved to them
 * @param {object} native of NativeStacks.stop
 * @param {{functionName: string, url: string}[]} names of its functions
 */
function addNativeFrames(profile, native, names) {
  const tree = new Tree(profile.nodes);
  const at = cursor(native.samples);
  let time = profile.startTime;
  profile.samples.forEach((id, i) => {
    time += profile.timeDeltas[i];
    const leaf = at(time);
    const node = tree.node(id);
    if (leaf === undefined || NOT_THE_PROGRAM.includes(node.callFrame.functionName)) return;
    node.hitCount--;
    const moved = tree.descend(node, pathTo(leaf, native.nodes).map((index) => names[index]));
    moved.hitCount++;
    profile.samples[i] = moved.id;
  });
}

// A function that gives the node of the native sample in which a time falls; times have to ascend, but for small steps back.
function cursor(samples) {
  const begins = [];
  for (let i = 0, begin = 0; i < samples.length; i += 3) begins.push(begin += samples[i]);
  let last = -1;
  return (time) => {
    while (last + 1 < begins.length && begins[last + 1] <= time) last++;
    while (last >= 0 && begins[last] > time) last--;
    return last >= 0 && time <= begins[last] + samples[last * 3 + 1] ? samples[last * 3 + 2] : undefined;
  };
}

// Functions from the outermost to the innermost.
function pathTo(leaf, nodes) {
  const path = [];
  for (let node = leaf; node !== 0; node = nodes[node * 2]) path.push(nodes[node * 2 + 1]);
  return path.reverse();
}

class Tree {
  #nodes;
  #byId = new Map();
  #children = new Map(); // of a node: those that we added, by their names
  #lastId = 0;

  constructor(nodes) {
    this.#nodes = nodes;
    for (const node of nodes) {
      this.#byId.set(node.id, node);
      this.#lastId = Math.max(this.#lastId, node.id);
    }
  }

  node(id) {
    return this.#byId.get(id);
  }

  descend(node, names) {
    for (const name of names) node = this.#child(node, name);
    return node;
  }

  #child(node, { functionName, url }) {
    let children = this.#children.get(node);
    if (children === undefined) this.#children.set(node, children = new Map());
    const key = `${functionName} ${url}`;
    if (!children.has(key)) children.set(key, this.#add(node, functionName, url));
    return children.get(key);
  }

  #add(parent, functionName, url) {
    const callFrame = { functionName, scriptId: '0', url, lineNumber: -1, columnNumber: -1 };
    const node = { id: ++this.#lastId, callFrame, hitCount: 0 };
    (parent.children ??= []).push(node.id);
    this.#nodes.push(node);
    this.#byId.set(node.id, node);
    return node;
  }
}

module.exports = { addNativeFrames };
