// VS Code's debugger of JavaScript (github.com/microsoft/vscode-js-debug, which is not on npm: built there by
// `npm ci --ignore-scripts && npx gulp dapDebugServer`, JS_DEBUG=.../dist/src/dapDebugServer.js) debugs programs, and runs on the same runtime.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { Debuggee, adding, folder, write } = require('./_debuggee');
const { Session } = require('./_dap');
const { check } = require('./_peer');

const at = (line, more) => ({ line, ...more });
fs.mkdirSync(path.join(folder, 'out'));

let port; // where the adapter listens

function startAdapter() {
  const child = spawn(process.execPath, [process.env.JS_DEBUG, '0', '127.0.0.1'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  return new Promise((resolve, reject) => {
    child.on('exit', () => reject(new Error(`the adapter ended: ${text}`)));
    child.stdout.on('data', (data) => {
      text += data;
      port = Number(/127\.0\.0\.1:(\d+)/.exec(text)?.[1]);
      if (port > 0) resolve(child);
    });
  });
}

/** The program's own frames: what the runtime's are called is its own affair. */
const own = (frames) => frames.filter(({ source }) => source?.path?.startsWith(folder))
  .map(({ name, source, line }) => `${name.replace(/^Timeout( \{)?\./, '')}@${path.relative(folder, source.path)}:${line}`).join(' < ');

const inWords = (text) => text.replaceAll(process.execPath, 'RUNTIME').replaceAll(folder, 'FOLDER');

/** Launches `file`, gives its session to use(session, report), and lets it run to its end. */
async function launch(file, use, { breakpoints = {}, exceptions, ...configuration } = {}) {
  const wanted = { exceptions, breakpoints: Object.fromEntries(Object.entries(breakpoints).map(([name, lines]) => [path.join(folder, name), lines])) };
  const first = new Session(port);
  const lines = [];
  await first.begin('launch', {
    type: 'pwa-node', request: 'launch', name: 'test', cwd: folder, program: path.join(folder, file), runtimeExecutable: process.execPath,
    __workspaceFolder: folder, console: 'internalConsole', outputCapture: 'std', ...configuration,
  }, wanted);
  const session = await first.child(port, wanted);
  await use(session, (line) => lines.push(inWords(line)), wanted);
  await first.next('terminated');
  await first.close();
  return [...lines, JSON.stringify(inWords(first.output + session.output))].join('; ');
}

async function stepThrough(session, report) {
  let frames = await session.pause();
  report(`${session.reason} ${own(frames)} (${await session.scope(frames[0])}) ${await session.evaluate('a + b * 10', frames[0])}`);
  for (const step of ['next', 'stepOut']) {
    await session.go(step);
    frames = await session.pause();
    report(`${session.reason} ${own(frames)} (${await session.scope(frames[0])})`);
  }
  await session.go('continue');
}

/** Reports one pause, with its innermost scope. */
async function pauseOnce(session, report) {
  const frames = await session.pause();
  report(`${session.reason} ${own(frames)} (${await session.scope(frames[0])})`);
  await session.go('continue');
}

write('uncaught.cjs', 'setTimeout(() => { null.x; }, 1);\n');
write('loop.cjs', 'for (let i = 0; i < 10; i++) {\n  globalThis.x = i * 2;\n}\n');
write('spin.cjs', 'while (!globalThis.stop);\nconsole.log("stopped");\n');
write('await.mjs', `async function inner() {
  await new Promise((resolve) => setTimeout(resolve, 1));
  return new Map([[1, { a: [1, 2] }]]);
}
async function outer() {
  const map = await inner();
  console.log(map.size);
}
outer();
`);
write('source.ts', 'interface A { x: number }\nconst f = (v: A): number => {\n  return v.x + 1;\n};\nconsole.log(f({ x: 1 }));\n');
write('out/source.js', 'const f = (v) => {\n    return v.x + 1;\n};\nconsole.log(f({ x: 1 }));\n//# sourceMappingURL=source.js.map\n');
write('out/source.js.map', JSON.stringify({
  version: 3, file: 'source.js', sourceRoot: '', sources: ['../source.ts'], names: [], mappings: 'AACA;IACE;AACF;AACA',
}));
write('worker.cjs', `const { Worker, isMainThread, parentPort } = require('node:worker_threads');
if (isMainThread) {
  new Worker(__filename).on('message', console.log);
} else {
  const y = 5;
  parentPort.postMessage(y * 2);
}
`);
write('parent.cjs', "require('node:child_process').fork(`${__dirname}/child.mjs`).on('exit', (code) => console.log('exit', code));\n");
write('child.mjs', 'const z = 1;\nconsole.log(z + 1);\n');
write('ticks.cjs', 'setInterval(function tick() {\n  globalThis.ticks = (globalThis.ticks ?? 0) + 1;\n}, 20);\n');

function addingIn(file, types = '') {
  write(file, adding(types));
  return launch(file, stepThrough, { breakpoints: { [file]: [at(2)] } });
}

const checks = {
  'CommonJS': () => addingIn('add.cjs'),
  'an ES module': () => addingIn('add.mjs'),
  'TypeScript': () => addingIn('add.ts', ': number'),
  'an exception that is caught': () => launch('add.cjs', pauseOnce, { exceptions: ['all'] }),
  'an exception that is not': () => launch('uncaught.cjs', async (session, report) => {
    await pauseOnce(session, report);
    await session.next('terminated');
    session.output = session.output.split('\n    at ', 1)[0]; // the rest of the stack is the runtime's
  }, { exceptions: ['uncaught'], outputCapture: 'console' }),
  'a log point': () => launch('add.cjs', async () => {}, { breakpoints: { 'add.cjs': [at(3, { logMessage: 'the sum is {sum}' })] } }),
  'a condition': () => launch('loop.cjs', pauseOnce, { breakpoints: { 'loop.cjs': [at(2, { condition: 'i === 7' })] } }),
  'a program that spins': () => launch('spin.cjs', async (session, report) => {
    const { threads } = await session.send('threads');
    session.threadId = threads[0].id;
    await session.go('pause');
    const frames = await session.pause();
    report(`${session.reason} ${own(frames)}`);
    await session.evaluate('globalThis.stop = true', frames[0]);
    await session.go('continue');
  }),
  'stacks across await': () => launch('await.mjs', async (session, report) => {
    for (let i = 0; i < 2; i++) await pauseOnce(session, report);
  }, { breakpoints: { 'await.mjs': [at(3), at(7)] } }),
  'a source map': () => launch('out/source.js', pauseOnce, { breakpoints: { 'source.ts': [at(3)] }, outFiles: [`${folder}/out/*.js`] }),
  'a worker': () => launchWithChild('worker.cjs', { 'worker.cjs': [at(6)] }),
  'a child': () => launchWithChild('parent.cjs', { 'child.mjs': [at(2)] }),
  'a program that runs already': attach,
};

function launchWithChild(file, breakpoints) {
  return launch(file, async (session, report, wanted) => {
    const child = await session.child(port, wanted);
    report(child.name.replace(/\d+/, 'N'));
    await pauseOnce(child, report);
  }, { breakpoints });
}

async function attach() {
  const program = new Debuggee(['--inspect=0', path.join(folder, 'ticks.cjs')]);
  try {
    const wanted = { breakpoints: { [path.join(folder, 'ticks.cjs')]: [at(2)] } };
    const first = new Session(port);
    const configuration = { type: 'pwa-node', request: 'attach', name: 'test', cwd: folder, port: Number(new URL(await program.url()).port) };
    const [session] = await Promise.all([first.child(port, wanted), first.begin('attach', configuration, wanted)]);
    const frames = own(await session.pause());
    await Promise.all([session, first].map((one) => one.close()));
    return frames;
  } finally {
    program.process.kill('SIGKILL');
  }
}

async function main() {
  if (!process.env.JS_DEBUG) throw new Error('JS_DEBUG names no adapter: see the head of js_debug.js');
  const adapter = await startAdapter();
  await check(checks);
  adapter.removeAllListeners('exit').kill('SIGKILL');
  process.exit();
}

main();
