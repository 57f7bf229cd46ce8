'use strict';
// Profiles a program by `eddy profile`, and tells which share of a function's time was spent where below it.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const isNative = ({ callFrame: { url } }) => url.startsWith('native:');

class Profile {
  constructor(file) {
    const { nodes, samples, timeDeltas } = JSON.parse(fs.readFileSync(file, 'utf8'));
    this.nodes = nodes;
    this.byId = new Map(nodes.map((node) => [node.id, node]));
    this.samples = samples;
    assert.strictEqual(samples.length, timeDeltas.length);
  }

  // The samples in the functions of that name, and in what they called.
  within(name) {
    const ids = new Set();
    const add = (node) => {
      ids.add(node.id);
      for (const child of node.children ?? []) add(this.byId.get(child));
    };
    for (const node of this.nodes) if (node.callFrame.functionName === name) add(node);
    return this.samples.filter((id) => ids.has(id));
  }

  // Of those the share in native functions whose names match, or in what these called.
  shareOf(name, pattern) {
    const matching = new Set();
    const add = (node, matches) => {
      matches ||= isNative(node) && pattern.test(node.callFrame.functionName);
      if (matches) matching.add(node.id);
      for (const child of node.children ?? []) add(this.byId.get(child), matches);
    };
    add(this.nodes[0], false);
    const all = this.within(name);
    assert.ok(all.length > 0, `${name} was not sampled`);
    return all.filter((id) => matching.has(id)).length / all.length;
  }

  // Numbers of a tree that has to be one.
  check() {
    const hits = new Map();
    for (const id of this.samples) hits.set(id, (hits.get(id) ?? 0) + 1);
    const children = this.nodes.flatMap((node) => node.children ?? []);
    assert.strictEqual(new Set(children).size, children.length);
    assert.strictEqual(children.length, this.nodes.length - 1);
    for (const { hitCount } of this.nodes) assert.ok(hitCount >= 0); // V8 counts some that it does not list, and the other way round
    for (const { id, hitCount, callFrame } of this.nodes.filter(isNative)) {
      assert.strictEqual(hitCount, hits.get(id) ?? 0);
      assert.deepStrictEqual([callFrame.scriptId, callFrame.lineNumber, callFrame.columnNumber], ['0', -1, -1]);
    }
  }
}

// The profile of a program's text, and what was printed.
function profileText(folder, text, ...options) {
  const file = path.join(folder, 'program.js');
  fs.writeFileSync(file, text);
  const { status, stderr } = spawnSync(process.execPath, ['profile', '-o', path.join(folder, 'p'), ...options, file], { encoding: 'utf8' });
  assert.strictEqual(status, 0, stderr);
  return { profile: new Profile(path.join(folder, 'p.cpuprofile')), table: stderr };
}

module.exports = { Profile, profileText, isNative };
