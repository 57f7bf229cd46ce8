'use strict';
// Copies built-in JavaScript with a counter at the start of each function, branch and loop, for eddy-fuzz.
// Usage: eddy test/fuzz/count.js TARGET_FOLDER ACORN_FOLDER ROOM...
const fs = require('node:fs');
const path = require('node:path');

const [target, packages, ...rooms] = process.argv.slice(2);
const acorn = require(path.join(packages, 'acorn'));
const walk = require(path.join(packages, 'acorn-walk'));
const ROOT = path.join(__dirname, '../..');
const FLOOR = 'modules'; // where the counted rooms are
const COUNTERS = 16 * 1024; // as in driver.cc

let next = 0;
const hit = () => `__hits[${next++ % COUNTERS}]++`;

/** Insertions of a file: [position, text], such that line numbers stay. */
function insertionsOf(tree) {
  const insertions = [];
  const insert = (at, text) => { insertions.push([at, text]); };
  const inBlock = (node) => insert(node.start + 1, `${hit()};`);
  const asStatement = (node) => {
    if (!node) return;
    if (node.type === 'BlockStatement') {
      inBlock(node);
    } else {
      insert(node.start, `{${hit()};`);
      insert(node.end, '}');
    }
  };
  const asExpression = (node) => {
    insert(node.start, `(${hit()},`);
    insert(node.end, ')');
  };
  const ofFunction = ({ body }) => { body.type === 'BlockStatement' ? inBlock(body) : asExpression(body); };
  const ofLoop = ({ body }) => { asStatement(body); };
  walk.full(tree, (node) => {
    switch (node.type) {
      case 'FunctionDeclaration': case 'FunctionExpression': case 'ArrowFunctionExpression': ofFunction(node); break;
      case 'ForStatement': case 'ForInStatement': case 'ForOfStatement': case 'WhileStatement': case 'DoWhileStatement':
        ofLoop(node);
        break;
      case 'IfStatement': asStatement(node.consequent); asStatement(node.alternate); break;
      case 'ConditionalExpression': asExpression(node.consequent); asExpression(node.alternate); break;
      case 'LogicalExpression': asExpression(node.right); break;
      case 'SwitchCase': if (node.consequent.length > 0) insert(node.consequent[0].start, `${hit()};`); break;
      case 'CatchClause': inBlock(node.body); break;
    }
  });
  return insertions;
}

/** Closing texts come before opening ones at the same place; inner ones close first and open last. */
function apply(source, insertions) {
  const closes = ([, text]) => text === ')' || text === '}';
  const ordered = insertions.map((each, index) => ({ at: each[0], text: each[1], closes: closes(each), index }));
  ordered.sort((a, b) => a.at - b.at || b.closes - a.closes || (a.closes ? a.index - b.index : b.index - a.index));
  let result = '';
  let from = 0;
  for (const { at, text } of ordered) {
    result += source.slice(from, at) + text;
    from = at;
  }
  return result + source.slice(from);
}

for (const room of rooms) {
  const folder = path.join(target, FLOOR, room);
  fs.mkdirSync(folder, { recursive: true });
  for (const file of fs.readdirSync(path.join(ROOT, FLOOR, room)).filter((name) => name.endsWith('.js'))) {
    const source = fs.readFileSync(path.join(ROOT, FLOOR, room, file), 'utf8');
    const tree = acorn.parse(source, { ecmaVersion: 'latest', allowReturnOutsideFunction: true, allowAwaitOutsideFunction: false });
    const header = "'use strict';const __hits = binding('fuzz').hits();";
    fs.writeFileSync(path.join(folder, file), header + apply(source, insertionsOf(tree)));
  }
}
console.log(`${next} blocks counted`);
