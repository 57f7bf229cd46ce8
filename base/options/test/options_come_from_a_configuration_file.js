'use strict';
// --experimental-config-file and --experimental-default-config-file: what a file may hold, what it says against other places, and
// how a wrong one is refused.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'config-file-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
delete process.env.NODE_OPTIONS; // where it is set, "nodeOptions" count for nothing
const put = (name, text) => fs.writeFileSync(path.join(folder, name), text);
put('seen.js', 'console.log(JSON.stringify([process.title, Error.stackTraceLimit, process.execArgv, process.argv.slice(2)]))');

/** [exit code, standard output, standard error without the program's name] */
function run(args, env = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder, encoding: 'utf8', env: { ...process.env, ...env }, input: '',
  });
  return [status, stdout.trim(), stderr.replaceAll(`${process.execPath}: `, '').replace(/\(node:\d+\)/g, '(node)').trim()];
}

// --- What it says, and against which other places. ---

const FILE = '--experimental-config-file=c.json';
put('c.json', '{"nodeOptions": {"title": "file", "stack-trace-limit": 3}}');
put('variables', 'NODE_OPTIONS="--title=variables --stack-trace-limit=7"');
const seen = (args, env) => {
  const [code, out, error] = run(['--no-warnings', ...args], env);
  assert.deepStrictEqual([code, error], [0, '']);
  return JSON.parse(out);
};
const own = ['--no-warnings', FILE];
assert.deepStrictEqual(seen([FILE, 'seen.js', 'x']), ['file', 3, own, ['x']]);
assert.deepStrictEqual(seen([FILE, '--title=line', 'seen.js']), ['line', 3, [...own, '--title=line'], []]);
assert.deepStrictEqual(seen([FILE, 'seen.js'], { NODE_OPTIONS: '--title=environment' }), ['environment', 10, own, []]);
assert.deepStrictEqual(seen([FILE, '--env-file=variables', 'seen.js']), ['file', 3, [...own, '--env-file=variables'], []]);
// Of several files the first; of both options the one with a name; behind the program, too.
put('other.json', '{"nodeOptions": {"title": "other"}}');
put('node.config.json', '{"nodeOptions": {"title": "default"}}');
const title = (...args) => seen(args)[0];
assert.strictEqual(title(FILE, '--experimental-config-file', 'other.json', 'seen.js'), 'file');
assert.strictEqual(title('--experimental-default-config-file', FILE, 'seen.js'), 'file');
assert.strictEqual(title('--experimental-default-config-file', 'seen.js'), 'default');
assert.strictEqual(title('seen.js', FILE), 'file');
// Lists gather, the file's first; a part of its own may hold what NODE_OPTIONS must not.
put('p.cjs', 'console.log("p")');
put('q.cjs', 'console.log("q")');
put('c.json', '{"nodeOptions": {"require": ["./p.cjs"]}, "testRunner": {"test-timeout": 5}, "of others": {"x": 1}}');
assert.deepStrictEqual(run(['--no-warnings', '-r', './q.cjs', FILE, '-p', '1']), [0, 'p\nq\n1', '']);
// Children of the program's own read it by themselves.
put('c.json', '{"nodeOptions": {"title": "file", "warnings": false}}');
put('forks.js', `if (process.argv[2]) console.log(process.title, process.execArgv.join());
else require('child_process').fork(__filename, ['child']);`);
assert.deepStrictEqual(run([FILE, 'forks.js']), [0, `file ${FILE}`, '']);
// It is announced, in threads as well.
put('c.json', '{}');
const warning = '(node) ExperimentalWarning: --experimental-config-file is an experimental feature and might change at any time';
const announced = run([FILE, '-p', '1']);
assert.deepStrictEqual([announced[0], announced[1], announced[2].split('\n')[0]], [0, '1', warning]);
const threads = run([FILE, '-e', 'new (require("worker_threads").Worker)("", { eval: true })']);
assert.deepStrictEqual(threads[2].split('\n').filter((line) => line === warning).length, 2);

// --- What is refused. ---

const invalid = (detail) => [9, '', `${detail}${detail === '' ? '' : '\n'}c.json: invalid content`];
const cases = [
  ['', "Can't parse c.json"],
  ['{', "Can't parse c.json"],
  ['{"nodeOptions": {"title}}', "Can't parse c.json"],
  ['{} behind', "Can't parse c.json"],
  ['[]', 'Root value unexpected not an object for c.json\n'],
  ['{"nodeOptions": {"title": "x",}}', ''],
  ['{"a" 1}', ''],
  ['{"nodeOptions": []}', '"nodeOptions" value unexpected for c.json (should be an object)'],
  ['{"watch": 5}', '"watch" value unexpected for c.json (should be an object)'],
  ['{"nodeOptions": {"no-such": 1}}', 'Unknown or not allowed option no-such for namespace nodeOptions'],
  ['{"nodeOptions": {"--title": "x"}}', 'Unknown or not allowed option --title for namespace nodeOptions'],
  ['{"nodeOptions": {"loader": "x"}}', 'Unknown or not allowed option loader for namespace nodeOptions'],
  ['{"nodeOptions": {"test": true}}', 'Unknown or not allowed option test for namespace nodeOptions'],
  ['{"testRunner": {"title": "x"}}', 'Unknown or not allowed option title for namespace testRunner'],
  ['{"watch": {"zork": 1}}', 'Unknown or not allowed option zork for namespace watch'],
  ['{"nodeOptions": {"expose-gc": true}}', 'V8 flag --expose-gc is currently not supported'],
  ['{"nodeOptions": {"max-old-space-size": 9}}', 'V8 flag --max-old-space-size is currently not supported'],
  ['{"nodeOptions": {"http-parser": true}}', 'No-op flag --http-parser is currently not supported'],
  ['{"nodeOptions": {"title": "a", "title": "b"}}', 'Option --title is already defined'],
  ['{"testRunner": {"test-only": true}, "nodeOptions": {"test-only": true}}', 'Option --test-only is already defined'],
  ['{"nodeOptions": {"title": 1}}', 'Invalid value for --title'],
  ['{"nodeOptions": {"title": "\\ud800"}}', 'Invalid value for --title'],
  ['{"nodeOptions": {"warnings": "true"}}', 'Invalid value for --warnings'],
  ['{"nodeOptions": {"max-http-header-size": -1}}', 'Invalid value for --max-http-header-size'],
  ['{"nodeOptions": {"inspect-port": "9229"}}', 'Invalid value for --inspect-port'],
  ['{"nodeOptions": {"require": ["a", 1]}}', 'Invalid value for --require'],
];
for (const [text, detail] of cases) {
  put('c.json', text);
  assert.deepStrictEqual(run([FILE, '-p', '1']), invalid(detail), text);
}

// Well-formed, and yet wrong.
for (const [text, error] of [
  ['{"nodeOptions": {"title": "a --expose-gc"}}', "The number of NODE_OPTIONS doesn't match the number of flags in the config file"],
  ['{"nodeOptions": {"title": ""}}', '--title= requires an argument'],
  ['{"nodeOptions": {"unhandled-rejections": "zork"}}', 'invalid value for --unhandled-rejections'],
  ['{"watch": {"watch": true}}', 'either --watch or --eval can be used, not both'],
]) {
  put('c.json', text);
  assert.deepStrictEqual(run([FILE, '-p', '1']), [9, '', error], text);
}
const missing = (name) => [9, '', `Cannot read configuration from ${name}: no such file or directory\n${name}: not found`];
assert.deepStrictEqual(run(['--experimental-config-file=nix', '-p', '1']), missing('nix'));
fs.rmSync(path.join(folder, 'node.config.json'));
assert.deepStrictEqual(run(['--experimental-default-config-file', '-p', '1']), missing('node.config.json'));
assert.deepStrictEqual(run(['--experimental-config-file=nix', '--env-file=nix2', '-p', '1'])[2],
                       'Cannot read configuration from nix: no such file or directory\nnix2: not found\nnix: not found');
assert.deepStrictEqual(run(['-p', '1'], { NODE_OPTIONS: FILE }), [9, '', '--experimental-config-file= is not allowed in NODE_OPTIONS']);
