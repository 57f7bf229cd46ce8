'use strict';
// Plain JavaScript, no built-in module: what the engine and its settings give.
const { measure } = require('./_measure.js');

// A scheduler of tasks that hand packets to each other by priority.
class Packet {
  constructor(kind, link) { this.kind = kind; this.link = link; this.sum = 0; }
}
class Task {
  constructor(scheduler, priority) { this.scheduler = scheduler; this.priority = priority; this.queue = null; }
  add(packet) {
    packet.link = null;
    if (this.queue === null) { this.queue = packet; return; }
    let last = this.queue;
    while (last.link !== null) last = last.link;
    last.link = packet;
  }
  take() {
    const packet = this.queue;
    if (packet !== null) this.queue = packet.link;
    return packet;
  }
}
class IdleTask extends Task {
  run() { this.scheduler.bits = (this.scheduler.bits & 1) ? (this.scheduler.bits >> 1) ^ 0xd008 : this.scheduler.bits >> 1; }
}
class WorkTask extends Task {
  run() {
    const packet = this.take();
    if (packet === null) return;
    for (let i = 0; i < 4; i++) packet.sum += (this.scheduler.bits + i) & 15;
    this.scheduler.tasks[(packet.kind + packet.sum) % this.scheduler.tasks.length].add(packet);
  }
}
class DeviceTask extends Task {
  run() {
    const packet = this.take();
    if (packet === null) return;
    packet.kind = (packet.kind + 1) % 5;
    this.scheduler.tasks[(packet.kind * 3) % this.scheduler.tasks.length].add(packet);
  }
}
function scheduler() {
  const self = { bits: 0x5555, tasks: [] };
  for (let i = 0; i < 6; i++) self.tasks.push(new [IdleTask, WorkTask, DeviceTask, WorkTask, DeviceTask, WorkTask][i](self, i));
  for (let i = 0; i < 12; i++) self.tasks[1 + i % 5].add(new Packet(i % 5, null));
  for (let round = 0; round < 2000; round++) for (const task of self.tasks) task.run();
  return self.bits;
}

function nbody() {
  const bodies = [];
  for (let i = 0; i < 5; i++) bodies.push({ x: i * 1.7, y: i * 0.9 - 2, z: i * 0.3, vx: 0.1 * i, vy: 0.2, vz: -0.1 * i, mass: 1 + i * 0.5 });
  for (let step = 0; step < 2000; step++) {
    for (let i = 0; i < 5; i++) {
      const a = bodies[i];
      for (let j = i + 1; j < 5; j++) {
        const b = bodies[j];
        const dx = a.x - b.x, dy = a.y - b.y, dz = a.z - b.z;
        const squared = dx * dx + dy * dy + dz * dz + 0.01;
        const pull = 0.001 / (squared * Math.sqrt(squared));
        a.vx -= dx * b.mass * pull; a.vy -= dy * b.mass * pull; a.vz -= dz * b.mass * pull;
        b.vx += dx * a.mass * pull; b.vy += dy * a.mass * pull; b.vz += dz * a.mass * pull;
      }
    }
    for (const body of bodies) { body.x += body.vx * 0.001; body.y += body.vy * 0.001; body.z += body.vz * 0.001; }
  }
  return bodies[0].x;
}

// The most flips of the first elements over all permutations of n numbers.
function fannkuch(n) {
  const permutation = Array.from({ length: n }, (_, i) => i);
  const counts = new Array(n).fill(0);
  let most = 0;
  let depth = 0;
  const flips = () => {
    const copy = permutation.slice();
    let count = 0;
    for (let first = copy[0]; first !== 0; first = copy[0]) {
      for (let i = 0, j = first; i < j; i++, j--) { const t = copy[i]; copy[i] = copy[j]; copy[j] = t; }
      count++;
    }
    return count;
  };
  most = flips();
  while (depth < n) {
    if (counts[depth] < depth) {
      const other = depth % 2 === 0 ? 0 : counts[depth];
      const t = permutation[other]; permutation[other] = permutation[depth]; permutation[depth] = t;
      most = Math.max(most, flips());
      counts[depth]++;
      depth = 0;
    } else {
      counts[depth++] = 0;
    }
  }
  return most;
}

const document = JSON.stringify(Array.from({ length: 200 }, (_, i) => ({
  id: i, name: `name ${i}`, tags: ['a', 'b', `c${i}`], nested: { on: i % 2 === 0, ratio: i / 7, none: null, text: 'x\n"y"' },
})));
function json() { return JSON.stringify(JSON.parse(document)).length; }

const prose = 'On 2024-05-17 ann@example.org wrote to bob.b@mail.example.com: call +49 30 1234567 at 18:45, not 7:30. '.repeat(20);
function regexp() {
  let found = 0;
  for (const pattern of [/\d{4}-\d\d-\d\d/g, /[\w.]+@(?:[\w-]+\.)+\w+/g, /\+\d+(?: \d+)*/g, /\b\d{1,2}:\d\d\b/g, /(\w+) (?=to)/g]) {
    for (const match of prose.matchAll(pattern)) found += match[0].length;
  }
  return found + prose.replace(/o(\w)/g, (_, c) => c.toUpperCase()).split(/[ ,:]+/).length;
}

function mapAndSet() {
  const map = new Map();
  const set = new Set();
  for (let i = 0; i < 5000; i++) { map.set(`key${i % 1000}`, i); set.add(i * 31 % 2003); }
  let sum = 0;
  for (const [key, value] of map) sum += value + key.length;
  for (let i = 0; i < 5000; i++) if (set.has(i)) sum += map.get(`key${i % 1000}`) ?? 0;
  return sum;
}

function strings() {
  let text = '';
  for (let i = 0; i < 3000; i++) text += `${i.toString(36)},${String.fromCharCode(97 + i % 26)};`;
  const parts = text.split(';').map((part) => part.trim().padStart(8, '.').toUpperCase());
  return parts.join('-').replaceAll('A', 'bb').slice(10, -10).length;
}

function sorting() {
  let seed = 7;
  const records = Array.from({ length: 3000 }, () => ({ key: seed = (seed * 16807) % 2147483647 }));
  records.sort((a, b) => a.key - b.key);
  return records[0].key + [...records].reverse().findIndex((record) => record.key < 1e6);
}

function typedArrays() {
  const n = 64;
  const a = new Float64Array(n * n).fill(1.5), b = new Float64Array(n * n).fill(0.5), c = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) for (let j = 0; j < n; j++) c[i * n + j] += a[i * n + k] * b[k * n + j];
  return c[n];
}

// Trees that become garbage.
function trees() {
  const grow = (depth) => depth === 0 ? { left: null, right: null } : { left: grow(depth - 1), right: grow(depth - 1) };
  const count = (tree) => tree.left === null ? 1 : 1 + count(tree.left) + count(tree.right);
  return count(grow(12));
}

(async () => {
  let kept = 0;
  const kernels = { scheduler, nbody, fannkuch: () => fannkuch(7), json, regexp, 'map and set': mapAndSet, strings, sorting, 'matrix': typedArrays, trees };
  for (const [name, kernel] of Object.entries(kernels)) {
    await measure(`cpu: ${name}`, (times) => { for (let i = 0; i < times; i++) kept += kernel(); });
  }
  if (Number.isNaN(kept)) throw new Error('a kernel gave no number');
})();
