'use strict';
// The rules of test/lint_js that need a parser: run by it as `runtime _lint_rules.js FILE...`; prints a complaint a line.
//
// Built-in files: descriptors and default options inherit nothing; ticks are not taken from process.nextTick, which programs
// replace. Those that must hold whatever a program replaces (the list below): no spread, for-of or destructured arrays, no
// methods of the language's prototypes, no functions looked up on its objects: base/intrinsics has them.
// Tests: what looks asynchronous says what its end is, by test/_finish.js, or says in a line `// Synchronous: why` that it is not.
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const acorn = require(path.join(root, 'deps/cache/npm/node_modules/acorn'));

const HARD_FLOOR = [
  'base/async_context/', 'base/async_ids/', 'base/define/', 'base/error_context/', 'base/errors/', 'base/exit_work/', 'base/intrinsics/',
  'base/lazy_property/', 'base/options/', 'base/promise_hooks/', 'base/ticks/', 'modules/timers/immediates.js',
  'modules/timers/queue.js', 'modules/timers/timeout.js', 'program/lifecycle/', 'program/uncaught/', 'src/runtime/bootstrap.js',
];
const AT_BOOT = ['base/define/', 'base/intrinsics/', 'src/runtime/bootstrap.js']; // they take the functions

// Defaults that programs get to see, where Node has ordinary objects.
const VISIBLE_DEFAULTS = [
  'modules/diagnostics_channel/tracing_channel.js', 'modules/module/esm/loader.js', 'modules/net/socket.js',
  'modules/url/pattern/pattern.js', 'modules/vm/vm.js',
];

const METHODS = new Set([
  'push', 'pop', 'shift', 'unshift', 'slice', 'splice', 'indexOf', 'lastIndexOf', 'includes', 'join', 'map', 'filter', 'reduce',
  'forEach', 'concat', 'some', 'every', 'find', 'flat', 'fill', 'sort', 'reverse', 'toSpliced', 'toSorted', 'startsWith', 'endsWith',
  'split', 'replace', 'replaceAll', 'toLowerCase', 'toUpperCase', 'trim', 'padStart', 'repeat', 'match', 'test', 'exec', 'call',
  'apply', 'bind', 'hasOwnProperty',
]);
const NAMESPACES = new Set(['Array', 'JSON', 'Math', 'Number', 'Object', 'Reflect']);
const COLLECTIONS = new Set(['Map', 'Set', 'WeakMap', 'WeakSet']);
const ASYNCHRONOUS = new Set(['on', 'once', 'then', 'addListener', 'addEventListener', 'listen']);
const SCHEDULERS = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']);

const isBuiltIn = (name) => /^(base|web|modules|program)\/[^/]+\/(?!test\/[^/]|bench\/)/.test(name) || name.startsWith('src/') ||
  /^modules\/test\/[^/]+\.js$/.test(name);
const isTest = (name) => /^((base|web|modules|program)\/[^/]+\/test|test\/(engine|examples|exit|finish|loop))\/[^_/][^/]*$/.test(name);
const isIn = (name, list) => list.some((prefix) => name.startsWith(prefix));

function walk(node, visit, parents = []) {
  visit(node, parents);
  for (const key of Object.keys(node)) {
    const value = node[key];
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === 'string') walk(child, visit, [...parents, node]);
    }
  }
}

const inheritsNothing = (object) => object.properties.some((property) => (
  property.type === 'Property' && !property.computed && !property.shorthand &&
  (property.key.name === '__proto__' || property.key.value === '__proto__')));

// {descriptor, each} of a call that defines properties: one descriptor, or an object of them.
function descriptorsOf(node) {
  if (node.type !== 'CallExpression') return {};
  const name = node.callee.type === 'MemberExpression' ? node.callee.property.name : node.callee.name;
  if (name === 'defineProperty') return { descriptor: node.arguments[2] };
  if (name === 'defineProperties' || (name === 'create' && node.callee.object?.name === 'Object')) return { each: node.arguments[1] };
  return {};
}

function checkDescriptors(node, complain) {
  const { descriptor, each } = descriptorsOf(node);
  const all = [descriptor, each, ...(each?.type === 'ObjectExpression' ? each.properties.map(({ value }) => value) : [])];
  for (const object of all) {
    if (object?.type === 'ObjectExpression' && !inheritsNothing(object)) {
      complain(object, 'a descriptor that inherits from Object.prototype: begin it with __proto__: null (or use require(\'define\'))');
    }
  }
}

function checkDefaults(node, complain) {
  if (node.type !== 'AssignmentPattern' || node.right.type !== 'ObjectExpression' || inheritsNothing(node.right)) return;
  complain(node, 'a default that inherits from Object.prototype: write { __proto__: null }');
}

function checkNextTick(node, complain) {
  if (node.type !== 'MemberExpression' || node.property.name !== 'nextTick') return;
  const isProcess = node.object.name === 'process' || node.object.arguments?.[0]?.value === 'process_object';
  if (isProcess) complain(node, 'programs replace process.nextTick: take nextTick from require(\'ticks\')');
}

function checkHardFloor(node, complain, own) {
  if (node.type === 'SpreadElement' && !/Object/.test(node.parentType)) complain(node, 'a spread: programs replace the iterator');
  if (node.type === 'ForOfStatement' && node.inFunction) complain(node, 'for-of: programs replace the iterator');
  if (node.type === 'ArrayPattern' && node.inFunction) complain(node, 'a destructured array: programs replace the iterator');
  if (node.type === 'NewExpression' && COLLECTIONS.has(node.callee.name)) complain(node, 'a collection with replaceable methods');
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || !node.inFunction) return;
  const { object, property } = node.callee;
  if (NAMESPACES.has(object.name)) complain(node, `${object.name}.${property.name}() may have been replaced`);
  else if (!node.callee.computed && METHODS.has(property.name) && !own.has(object.name)) {
    complain(node, `.${property.name}() may have been replaced`);
  }
}

// The variables that hold collections of base/intrinsics.
function ownCollections(tree) {
  const names = new Set();
  walk(tree, (node) => {
    const [target, value] = node.type === 'VariableDeclarator' ? [node.id, node.init] : [node.left, node.right];
    if (value?.type === 'NewExpression' && /^Own/.test(value.callee.name)) names.add(target.name);
  });
  return names;
}

const isFunction = ({ type }) => /Function/.test(type);

function checkBuiltIn(name, tree, complain) {
  const isHard = isIn(name, HARD_FLOOR) && !isIn(name, AT_BOOT);
  const own = isHard ? ownCollections(tree) : undefined;
  walk(tree, (node, parents) => {
    checkDescriptors(node, complain);
    if (!isIn(name, VISIBLE_DEFAULTS)) checkDefaults(node, complain);
    if (name !== 'modules/process/process.js') checkNextTick(node, complain);
    if (!isHard) return;
    // The file itself is parsed as the body of a function.
    node.inFunction = parents.filter(isFunction).length > 1;
    node.parentType = parents.at(-1)?.type;
    checkHardFloor(node, complain, own);
  });
}

function looksAsynchronous(tree) {
  let found = false;
  walk(tree, (node) => {
    if (node.type === 'AwaitExpression' || (isFunction(node) && node.async)) found = true;
    if (node.type !== 'CallExpression') return;
    if (node.callee.object?.name === 'process' && node.arguments[0]?.value === 'exit') return; // it always comes
    if (node.callee.object?.name === 'assert') return; // its functions are called at once
    const last = node.arguments.at(-1);
    if (last !== undefined && isFunction(last) && /^err(or)?$/.test(last.params[0]?.name)) found = true; // a callback
    if (last !== undefined && isFunction(last) && ['bind', 'connect'].includes(node.callee.property?.name)) found = true;
    if (SCHEDULERS.has(node.callee.name) || ASYNCHRONOUS.has(node.callee.property?.name)) found = true;
  });
  return found;
}

function checkTest(name, text, tree, complain) {
  if (/\b_(finish|trace)\b/.test(text) || /^\/\/ Synchronous: /m.test(text)) return;
  if (looksAsynchronous(tree)) complain(tree, 'an asynchronous test without test/_finish.js: it would pass when nothing ran');
}

function parse(name, text) {
  const isModule = name.endsWith('.mjs');
  const options = { ecmaVersion: 'latest', locations: true, allowHashBang: true, allowReturnOutsideFunction: true };
  if (isModule) return acorn.parse(text, { ...options, sourceType: 'module' });
  return acorn.parse(isBuiltIn(name) ? `async function f() {${text}\n}` : text, { ...options, sourceType: 'script' });
}

for (const name of process.argv.slice(2)) {
  if (!isBuiltIn(name) && !isTest(name)) continue;
  const text = fs.readFileSync(path.join(root, name), 'utf8');
  const complain = (node, what) => console.log(`${name}:${node.loc.start.line}: ${what}`);
  const tree = parse(name, text);
  if (isBuiltIn(name)) checkBuiltIn(name, tree, complain);
  else checkTest(name, text, tree, complain);
}
