// Programs with await at top level: turned into an async function whose declarations are the outer scope's.
//
// `let a = await b; a` becomes `let a; (async () => { void (a = await b); return { value: (a) } })()`.
'use strict';

const options = { ecmaVersion: 'latest', allowAwaitOutsideFunction: true, locations: false };

class Transformation {
  edits = [];           // {at, remove, text}, in any order
  vars = [];
  lets = [];
  usesAwait = false;
  returns = false;

  constructor(code) {
    this.code = code;
  }

  replace(start, end, text) {
    this.edits.push({ start, end, text });
  }

  insert(at, text) {
    this.replace(at, at, text);
  }

  apply() {
    // Of edits at the same place, those made first come first.
    const edits = this.edits.map((edit, i) => ({ ...edit, i })).sort((a, b) => a.start - b.start || a.end - b.end || a.i - b.i);
    let result = '';
    let done = 0;
    for (const { start, end, text } of edits) {
      result += this.code.slice(done, start) + text;
      done = end;
    }
    return result + this.code.slice(done);
  }
}

function namesIn(pattern, names) {
  switch (pattern?.type) {
    case 'Identifier': names.push(pattern.name); break;
    case 'ObjectPattern':
      for (const property of pattern.properties) namesIn(property.value ?? property.argument, names);
      break;
    case 'ArrayPattern':
      for (const element of pattern.elements) namesIn(element, names);
      break;
    case 'AssignmentPattern': namesIn(pattern.left, names); break;
    case 'RestElement': namesIn(pattern.argument, names); break;
  }
}

// A declaration becomes assignments: its names are declared outside.
function assignInstead(transformation, node, parent) {
  const names = node.kind === 'var' ? transformation.vars : transformation.lets;
  for (const { id } of node.declarations) namesIn(id, names);
  const keywordEnd = node.start + node.kind.length;
  const isLoopTarget = (parent.type === 'ForOfStatement' || parent.type === 'ForInStatement') && parent.left === node;
  if (isLoopTarget) {
    transformation.replace(node.start, keywordEnd, '');
    return;
  }
  transformation.replace(node.start, keywordEnd, 'void (');
  for (const declarator of node.declarations) {
    transformation.insert(declarator.start, '(');
    const missing = node.kind === 'var' ? '' : ' = undefined';
    transformation.insert(declarator.end, declarator.init === null ? `${missing})` : ')');
  }
  const end = node.declarations.at(-1).end;
  transformation.insert(end, ')');
}

function visitors(transformation, body) {
  const base = { ...require('acorn-walk').base };
  const topLevel = new Set(body);
  const ignore = () => {};
  return {
    ...base,
    AwaitExpression(node, state, visit) {
      transformation.usesAwait = true;
      base.AwaitExpression(node, state, visit);
    },
    ForOfStatement(node, state, visit) {
      if (node.await) transformation.usesAwait = true;
      visitLoopTarget(node, state, visit);
      visit(node.right, state, 'Expression');
      visit(node.body, state, 'Statement');
    },
    ForInStatement(node, state, visit) {
      visitLoopTarget(node, state, visit);
      visit(node.right, state, 'Expression');
      visit(node.body, state, 'Statement');
    },
    ForStatement(node, state, visit) {
      if (node.init?.type === 'VariableDeclaration') visitDeclaration(node.init, node, state, visit);
      else if (node.init) visit(node.init, state, 'ForInit');
      if (node.test) visit(node.test, state, 'Expression');
      if (node.update) visit(node.update, state, 'Expression');
      visit(node.body, state, 'Statement');
    },
    VariableDeclaration(node, state, visit) {
      visitDeclaration(node, topLevel.has(node) ? null : {}, state, visit);
    },
    FunctionDeclaration(node, state) {
      // Functions of blocks are the function's too, in sloppy code.
      transformation.vars.push(node.id.name);
      transformation.insert(state.blockStart, `this.${node.id.name} = ${node.id.name}; `);
    },
    ClassDeclaration(node, state, visit) {
      if (topLevel.has(node)) {
        transformation.lets.push(node.id.name);
        transformation.insert(node.start, `${node.id.name}=`);
      }
      base.Class(node, state, visit);
    },
    BlockStatement(node, state, visit) {
      base.BlockStatement(node, { blockStart: node.start + 1 }, visit);
    },
    FunctionExpression: ignore,
    ArrowFunctionExpression: ignore,
    MethodDefinition: ignore,
    PropertyDefinition: ignore,
    StaticBlock: ignore,
  };

  function visitLoopTarget(node, state, visit) {
    if (node.left.type === 'VariableDeclaration') visitDeclaration(node.left, node, state, visit);
    else visit(node.left, state, 'Pattern');
  }

  // `parent`: null at top level.
  function visitDeclaration(node, parent, state, visit) {
    if (node.kind === 'var' || parent === null) assignInstead(transformation, node, parent ?? { __proto__: null });
    for (const declarator of node.declarations) visit(declarator, state);
  }
}

/** `code` as an async function that gives {value}, or null when it has no await at top level or does not parse. */
function processTopLevelAwait(code) {
  let program;
  try {
    program = require('acorn').parse(code, options);
  } catch {
    return null;
  }
  const { body } = program;
  const transformation = new Transformation(code);
  require('acorn-walk').recursive(program, { blockStart: 0 }, visitors(transformation, body));
  if (!transformation.usesAwait) return null;
  const last = body.at(-1);
  if (last?.type === 'ExpressionStatement') {
    const { expression } = last;
    transformation.edits.unshift({ start: last.start, end: last.start, text: 'return { value: (' });
    const end = code[last.end - 1] === ';' ? last.end - 1 : last.end;
    transformation.insert(Math.max(end, expression.end), ') }');
  }
  const vars = [...new Set(transformation.vars)];
  const lets = [...new Set(transformation.lets)];
  const declarations = (vars.length > 0 ? `var ${vars.join(', ')}; ` : '') + (lets.length > 0 ? `let ${lets.join(', ')}; ` : '');
  return `${declarations}(async () => { ${transformation.apply()}\n})()`;
}

module.exports = { processTopLevelAwait };
