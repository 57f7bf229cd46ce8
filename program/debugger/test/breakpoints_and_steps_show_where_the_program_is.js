'use strict';
// Steps, all forms of breakpoints, backtraces and listings.
const finish = require('../../../test/_finish');
const assert = finish.plan(14);
const { debug } = require('./_debugger');

const MAIN = `const { twice } = require('./lib');
let sum = 0;
for (let i = 0; i < 3; i++) {
  sum += twice(i);
}
function last(value) {
  return value + 1;
}
setTimeout(() => {
  last(sum);
}, 1);
`;
const LIB = `exports.twice = function twice(n) {
  const result = n * 2;
  return result;
};
`;

finish(async () => {
  await debug({ 'main.js': MAIN, 'lib.js': LIB }, async (session) => {
    const [, first] = await session.enter('list(1)', /(> 1 const \{ twice[^]*?)debug> $/);
    assert.strictEqual(first, "> 1 const { twice } = require('./lib');\n  2 let sum = 0;\n");
    assert.match((await session.enter('breakpoints', /[^\n]*yet\n/))[0], /^No breakpoints yet$/m);

    // Where no script is yet, on a line of this one, and with a condition.
    await session.enter("sb('lib.js', 2)", /Warning: script 'lib\.js' was not loaded yet\.\ndebug> $/);
    const [listing] = await session.enter("sb('main.js', 4, 'i === 2')", /[^\n]*> 4 [^]*debug> $/);
    assert.match(listing, /^> 4 {3}sum \+= twice\(i\);\n {2}5 \}\n/m);
    const [, all] = await session.enter('breakpoints', /(#0[^]*?)debug> $/);
    assert.match(all, /^#0 \S*lib\.js\$?:2\n#1 main\.js:4/);

    await session.enter('n', /step in main\.js:2\n {2}1 .*\n> 2 let sum = 0;\n {2}3 .*\n\* 4 .*\ndebug> $/);
    await session.enter('', /(?:step|break) in main\.js:3\n[^]*debug> $/);       // the same again
    const [pause] = await session.enter('c', /break in lib\.js:2\n[^]*debug> $/);
    assert.match(pause, /^> 2 {3}const result = n \* 2;\n {2}3 {3}return result;$/m);
    const [frames] = await session.enter('bt', /#0 [^]*debug> $/);
    assert.match(frames, /^#0 (?:exports\.)?twice lib\.js:2:\d+\n#1 \(anonymous\) main\.js:4:\d+\n#2 /);
    assert.strictEqual((await session.enter('exec n', /(.+)\ndebug> $/))[1], '0');
    await session.enter('out', /step in main\.js:3\n[^]*debug> $/);

    await session.enter("cb('lib.js', 2)", /^debug> $/m);
    await session.enter("cb('lib.js', 2)", /Could not find breakpoint at lib\.js:2\ndebug> $/);
    await session.enter('cont', /break in main\.js:4\n[^]*debug> $/);
    assert.strictEqual((await session.enter('exec i', /(.+)\ndebug> $/))[1], '2');
    await session.enter('step', /step in lib\.js:2\n[^]*debug> $/);
    await session.enter('out', /step in main\.js:3\n[^]*debug> $/);

    // At the beginning of a function; twice at the same place.
    await session.enter("setBreakpoint('last()')", /^debug> $/m);
    await session.enter('sb(10)', />10 {3}last\(sum\);[^]*debug> $/);
    assert.match((await session.enter('sb(10)', /Uncaught [^]*debug> $/))[0], /Breakpoint at specified location already exists/);
    await session.enter('c', /break in main\.js:10\n[^]*debug> $/);
    const [entered] = await session.enter('c', /debugCommand in main\.js:\d+\n[^]*debug> $/);
    assert.match(entered, /in main\.js:7\n/);
    assert.strictEqual((await session.enter('p value', /(.+)\ndebug> $/))[1], '6');

    await session.enter('setContextLineNumber(1)', /The contextLine has been changed to 1\.\ndebug> $/);
    assert.match((await session.enter('setContextLineNumber(0)', /Uncaught[^]*debug> $/))[0], /It must be >= 1\. Received 0/);
    const [narrow] = await session.enter('n', /in main\.js:7\n[^]*debug> $/);
    assert.match(narrow, /in main\.js:7\n {2}6 .*\n> 7 {3}return value \+ 1;\n {2}8 .*\ndebug> $/);
    await session.enter('cont', /Waiting for the debugger to disconnect/);
    assert.match((await session.enter('list()', /Uncaught[^]*debug> $/))[0], /\[ERR_DEBUGGER_ERROR\]: Requires execution to be paused/);
  });
});
