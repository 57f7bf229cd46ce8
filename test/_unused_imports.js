'use strict';
// Complains about top-level constants of built-in files that come from require() or binding() and are used nowhere.
// _unused_imports.js ACORN FILE...: ACORN is the folder of that package. test/lint_js runs this.

const fs = require('fs');

const [acornFolder, ...files] = process.argv.slice(2);
const { parse } = require(acornFolder);

/** Whether `node` is require(...) or binding(...), or a property of it. */
function isImport(node) {
  while (node?.type === 'MemberExpression') node = node.object;
  return node?.type === 'CallExpression' && node.callee.type === 'Identifier' &&
    (node.callee.name === 'require' || node.callee.name === 'binding');
}

/** The identifiers that a pattern binds. */
function boundBy(pattern) {
  switch (pattern.type) {
    case 'Identifier': return [pattern];
    case 'ObjectPattern': return pattern.properties.flatMap((each) => boundBy(each.value ?? each.argument));
    case 'AssignmentPattern': return boundBy(pattern.left);
    default: return [];
  }
}

/** Calls `report(name)` for each identifier below `node` that is no name of a property. */
function forEachUse(node, report) {
  if (Array.isArray(node)) {
    for (const each of node) forEachUse(each, report);
    return;
  }
  if (typeof node?.type !== 'string') return;
  if (node.type === 'Identifier') report(node.name);
  for (const [key, child] of Object.entries(node)) {
    const isName = !node.computed && (key === 'key' || (key === 'property' && node.type === 'MemberExpression'));
    if (!isName) forEachUse(child, report);
  }
}

function unusedImports(text) {
  const { body } = parse(text, {
    ecmaVersion: 'latest', locations: true, allowReturnOutsideFunction: true, allowAwaitOutsideFunction: true,
  });
  const imports = [];
  for (const statement of body) {
    if (statement.type !== 'VariableDeclaration') continue;
    for (const { id, init } of statement.declarations) if (isImport(init)) imports.push(...boundBy(id));
  }
  const uses = new Map();
  forEachUse(body, (name) => uses.set(name, (uses.get(name) ?? 0) + 1));
  return imports.filter(({ name }) => uses.get(name) === 1); // where it is bound
}

for (const file of files) {
  for (const { name, loc } of unusedImports(fs.readFileSync(file, 'utf8'))) {
    console.log(`${file}:${loc.start.line}: '${name}' is imported and used nowhere`);
  }
}
