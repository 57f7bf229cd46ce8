'use strict';
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const finish = require('../../../test/_finish');

/** Runs `program`; `feed(stdin)` writes to it and may leave it open. Resolves with what it printed. */
function run(program, feed, stdin = 'pipe') {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['-e', program], { stdio: [stdin, 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      feed?.(child.stdin, text);
    });
    child.stdin?.on('error', () => {});
    child.on('close', (code) => {
      child.stdin?.destroy();
      resolve([code, output]);
    });
    feed?.(child.stdin, '');
  });
}

const exit = 'process.on("exit", () => console.log("exit"));';

async function main() {
  // An open pipe that nobody reads, or whose reading was paused at once, does not keep the process.
  assert.deepStrictEqual(await run(`process.stdin; ${exit}`), [0, 'exit\n']);
  assert.deepStrictEqual(await run(`process.stdin.resume(); process.stdin.pause(); ${exit}`), [0, 'exit\n']);
  assert.deepStrictEqual(await run(`process.stdin.on("data", () => {}).unref(); ${exit}`), [0, 'exit\n']);

  // What comes after a pause waits.
  const resumed = `process.stdin.setEncoding("utf8").on("data", (text) => {
    console.log("got " + text);
    process.stdin.pause();
    setTimeout(() => process.stdin.resume(), 10);
  }).on("end", () => console.log("end")).on("close", () => console.log("close"));`;
  assert.deepStrictEqual(await run(resumed, (stdin, text) => {
    if (text === '') stdin.write('a');
    else if (text.includes('got a')) stdin.end('b');
  }), [0, 'got a\ngot b\nend\nclose\n']);

  const iterated = '(async () => { let n = 0; for await (const c of process.stdin) n += c.length; console.log(n); })()';
  assert.deepStrictEqual(await run(iterated, (stdin, text) => { if (text === '') stdin.end(Buffer.alloc(300000)); }),
                         [0, '300000\n']);

  // Files, and nothing at all.
  const kind = `console.log(process.stdin.constructor.name);
    process.stdin.on("data", () => console.log("data")).on("end", () => console.log("end"));`;
  const file = fs.openSync(__filename);
  assert.deepStrictEqual(await run(kind, undefined, file), [0, 'ReadStream\ndata\nend\n']);
  assert.deepStrictEqual(await run(kind, undefined, 'ignore'), [0, 'ReadStream\nend\n']);
}
finish(main);
