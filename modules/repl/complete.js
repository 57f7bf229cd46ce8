// Completion: what may stand where the line ends. Nothing of the user's is run for it but pure expressions.
'use strict';
const { evaluateQuietly, lexicalNames } = require('repl/quiet');
const { getOwnNonIndexProperties } = binding('inspect');
const { isProxy } = require('types');

const KEYWORDS = [
  'async', 'await', 'break', 'case', 'catch', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else', 'export',
  'false', 'finally', 'for', 'function', 'if', 'import', 'in', 'instanceof', 'let', 'new', 'null', 'return', 'switch', 'this',
  'throw', 'true', 'try', 'typeof', 'var', 'void', 'while', 'with', 'yield',
];
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
const COMMAND = /^\s*\.(\w*)$/;
const REQUIRE = /\brequire\s*\(\s*['"`]([\w@./:-]*)$/;
const IMPORT = /\bimport\s*\(\s*['"`]([\w@./:-]*)$/;
const CLOSED_IMPORT = /\b(?:require|import)\s*\(\s*(['"`])[^'"`]*\1\s*\)?$/;
const FILE_CALL = /\bfs(?:\.promises)?\s*\.\s*\w+\s*\(\s*["']([^"']*)$/;
const DECLARATION = /\b(?:let|const|var|function|class)\s+[\w$]*$/;
const NAME_AT_END = /(?<![\w$.\p{ID_Continue}])[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

const NONE = [[], undefined];

// --- Which expression's property the line ends with. ---

function tokensOf(line) {
  const tokens = [];
  try {
    for (const token of require('acorn').tokenizer(`${line} `, { ecmaVersion: 'latest' })) tokens.push(token);
  } catch {
    return undefined;
  }
  return tokens;
}

const opener = { '__proto__': null, ')': '(', ']': '[' };

// The index of the token that opens what the token at `end` closes; -1 when there is none.
function openingOf(tokens, end) {
  let depth = 0;
  for (let i = end; i >= 0; i--) {
    const { label } = tokens[i].type;
    if (label === ')' || label === ']' || label === '}') depth++;
    else if ((label === '(' || label === '[' || label === '{' || label === '${') && --depth === 0) return i;
  }
  return -1;
}

function isOperand(token) {
  const { label } = token?.type ?? { __proto__: null };
  return label === 'name' || label === ')' || label === ']' || label === 'string' || label === '`' || label === 'this';
}

// Where the member expression begins whose last token is the one at `end`; -1 when it is none we understand.
function chainStart(tokens, end) {
  let i = end;
  for (;;) {
    const { label, keyword } = tokens[i]?.type ?? { __proto__: null };
    if (label === ')' || label === ']') {
      i = openingOf(tokens, i);
      if (i === -1) return -1;
      if (tokens[i - 1]?.type.label === '?.') {
        i -= 2;
        continue;
      }
      if (tokens[i - 1]?.type.label === '.') return -1;
      if (isOperand(tokens[i - 1])) {
        if (opener[label] === '(') return -1;       // a call
        i--;
        continue;
      }
      return i;
    }
    if (label === '`') {
      do i--; while (i >= 0 && tokens[i].type.label !== '`');
      return i;
    }
    if (label === 'name' || keyword !== undefined) {
      const before = tokens[i - 1]?.type.label;
      if (before !== '.' && before !== '?.') return label === 'name' || label === 'this' ? i : -1;
      i -= 2;
      continue;
    }
    return label === 'string' || label === 'regexp' || label === 'num' ? i : -1;
  }
}

/** {object, link, start}: `object` the text before the last '.' or '?.', `start` what follows; undefined when there is none. */
function memberAtEnd(line) {
  const tokens = tokensOf(line);
  if (tokens === undefined) return undefined;
  let last = tokens.length - 1;
  let start = '';
  const token = tokens[last];
  if (token !== undefined && token.end === line.length && (token.type.label === 'name' || token.type.keyword !== undefined)) {
    start = line.slice(token.start);
    last--;
  }
  const link = tokens[last]?.type.label;
  if (link !== '.' && link !== '?.') return undefined;
  const from = chainStart(tokens, last - 1);
  if (from === -1) return { object: undefined };
  return { object: line.slice(tokens[from].start, tokens[last].start), link, start };
}

// --- The value of an expression, without running getters, proxies or calls. ---

const UNKNOWN = Symbol('unknown');

function propertyOf(object, key) {
  if (object === null || object === undefined) return UNKNOWN;
  for (let holder = Object(object); holder !== null; holder = Object.getPrototypeOf(holder)) {
    if (isProxy(holder)) return UNKNOWN;
    const descriptor = Object.getOwnPropertyDescriptor(holder, key);
    if (descriptor !== undefined) return 'value' in descriptor ? descriptor.value : UNKNOWN;
  }
  return undefined;
}

class Inspection {
  constructor(server, text) {
    this.server = server;
    this.text = text;
  }

  valueOf(node) {
    switch (node.type) {
      case 'ParenthesizedExpression': return this.valueOf(node.expression);
      case 'ChainExpression': return this.valueOf(node.expression);
      case 'MemberExpression': return this.#member(node);
      case 'Identifier': return this.#evaluate(node);
      default: return this.#isPure(node) ? this.#evaluate(node) : UNKNOWN;
    }
  }

  #member(node) {
    const object = this.valueOf(node.object);
    if (object === UNKNOWN || isProxy(object)) return UNKNOWN;
    let key = node.property.name;
    if (node.computed) {
      key = this.valueOf(node.property);
      if (key === UNKNOWN || (typeof key === 'object' && key !== null) || typeof key === 'function') return UNKNOWN;
    }
    return propertyOf(object, key);
  }

  #evaluate(node) {
    const result = evaluateQuietly(this.server, `(${this.text.slice(node.start, node.end)})`);
    if (result !== undefined) return result.thrown ? UNKNOWN : result.value;
    return node.type === 'Identifier' ? this.#global(node.name) : UNKNOWN;
  }

  // Built-in modules and the like are loaded when they are first looked at, which is a side effect but a harmless one.
  #global(name) {
    const descriptor = Object.getOwnPropertyDescriptor(this.server.context, name);
    if (descriptor === undefined || (descriptor.get && !this.server._isBuiltinGetter(name))) return UNKNOWN;
    return this.server.context[name];
  }

  // Whether evaluating the node runs no code of others; members inside must not be getters.
  #isPure(node) {
    switch (node.type) {
      case 'Literal': case 'ThisExpression': return true;
      case 'Identifier': case 'MemberExpression': return this.valueOf(node) !== UNKNOWN;
      case 'TemplateLiteral': return node.expressions.every((part) => this.#isPure(part));
      case 'ArrayExpression': return node.elements.every((part) => part === null || this.#isPure(part));
      case 'UnaryExpression': return node.operator !== 'delete' && this.#isPure(node.argument);
      case 'BinaryExpression': case 'LogicalExpression': return this.#isPure(node.left) && this.#isPure(node.right);
      case 'ConditionalExpression': return [node.test, node.consequent, node.alternate].every((part) => this.#isPure(part));
      default: return false;
    }
  }
}

function valueOf(server, text) {
  let node;
  try {
    node = require('acorn').parseExpressionAt(text, 0, { ecmaVersion: 'latest' });
  } catch {
    return UNKNOWN;
  }
  return new Inspection(server, text).valueOf(node);
}

// --- Names. ---

const OUTDATED = /^__(?:define|lookup)[GS]etter__$/;

function isCompleted(name) {
  return typeof name === 'string' && IDENTIFIER.test(name) && !OUTDATED.test(name);
}

// A value's property names in groups, its own last.
function groupsOf(value) {
  const groups = [];
  for (let holder = Object(value); holder !== null && !isProxy(holder); holder = Object.getPrototypeOf(holder)) {
    groups.unshift(getOwnNonIndexProperties(holder, false).filter(isCompleted));
  }
  return groups;
}

function startsAlike(name, start) {
  return name.slice(0, start.length).toLowerCase() === start.toLowerCase();
}

/** Groups in the order in which they are shown, as one list: sorted, without repetitions, divided by ''. */
function join(groups, start) {
  const seen = new Set();
  const shown = [];
  for (const group of groups.toReversed()) {
    const names = group.filter((name) => startsAlike(name, start) && !seen.has(name) && seen.add(name)).sort();
    if (names.length > 0) shown.unshift(names);
  }
  return shown.flatMap((names, i) => (i === 0 ? names : ['', ...names]));
}

function completeMember(server, { object, link, start }) {
  if (object === undefined) return NONE;
  const completed = `${object}${link}${start}`;
  const value = valueOf(server, object);
  if (value === UNKNOWN || value === null || value === undefined || isProxy(value)) return [[], completed];
  const groups = groupsOf(value).map((names) => names.map((name) => `${object}${link}${name}`));
  return [join(groups, completed), completed];
}

function completeName(server, start) {
  const groups = groupsOf(server._global());
  const own = [...groups.pop(), ...lexicalNames(server)];
  if (!server.useGlobal) own.push(...Object.getOwnPropertyNames(server.context).filter(isCompleted));
  return [join([KEYWORDS, own, ...groups.reverse()], start), start];
}

function completeModules(server, start, isImport) {
  const { builtinModules } = require('repl/builtins');
  const plain = builtinModules.filter((name) => !name.startsWith('_'));
  const { builtinModules: known } = require('module');
  const prefixed = plain.filter((name) => known.includes(name)).map((name) => (name.startsWith('node:') ? name : `node:${name}`));
  for (const name of known) {
    if (name.startsWith('node:') && !prefixed.includes(name)) prefixed.push(name);
  }
  const bare = plain.filter((name) => !name.startsWith('node:'));
  const files = require('repl/paths').completeModule(server, start, isImport);
  // What has no name without 'node:' is met without it, too.
  const onlyPrefixed = (name) => name.startsWith('node:') && !bare.includes(name.slice(5));
  const fits = (name) => name.startsWith(start) || (name.startsWith(`node:${start}`) && onlyPrefixed(name));
  const inOrder = [prefixed, bare, files].map((names) => [...new Set(names)].filter(fits).sort());
  const shown = inOrder.filter((names) => names.length > 0);
  return [shown.flatMap((names, i) => (i === 0 ? names : ['', ...names])), start];
}

/** [completions, the part of the line they complete]. */
function completionsOf(server, line) {
  let match = COMMAND.exec(line);
  if (match !== null) {
    const names = Object.keys(server.commands).filter((name) => name.startsWith(match[1])).sort();
    if (names.length > 0 || match[1] !== '') return [names, match[1]];
  }
  match = REQUIRE.exec(line);
  if (match !== null) return completeModules(server, match[1], false);
  match = IMPORT.exec(line);
  if (match !== null) return completeModules(server, match[1], true);
  if (CLOSED_IMPORT.test(line)) return NONE;
  match = FILE_CALL.exec(line);
  if (match !== null) return require('repl/paths').completeFile(match[1]);
  if (DECLARATION.test(line)) return NONE;
  const member = memberAtEnd(line);
  if (member !== undefined) return completeMember(server, member);
  if (line.trim() === '') return completeName(server, '');
  match = NAME_AT_END.exec(line);
  if (match !== null && tokensOf(line) !== undefined) return completeName(server, match[0]);
  return NONE;
}

module.exports = { completionsOf };
