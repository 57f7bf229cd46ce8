'use strict';
// --run: which package.json and script are taken, the script's environment, folder and arguments, exit codes and errors.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = fs.realpathSync(fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'eddy-run-')));
process.on('exit', () => fs.rmSync(root, { recursive: true, force: true }));

function folder(name, settings) {
  const place = path.join(root, name);
  fs.mkdirSync(place, { recursive: true });
  if (settings !== undefined) fs.writeFileSync(path.join(place, 'package.json'), typeof settings === 'string' ? settings : JSON.stringify(settings));
  return place;
}

function run(cwd, words, options) {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', cwd, ...options });
  return [status, stdout, stderr];
}

const app = folder('app', {
  scripts: {
    pwd: 'pwd', three: 'exit 3', two: 'echo 1; echo 2 >&2', words: 'printf "[%s]"', input: 'cat', toString: 'echo own', ' ': 'echo space',
    env: 'echo "$NODE_RUN_SCRIPT_NAME|$NODE_RUN_PACKAGE_JSON_PATH|$PATH"', tool: 'tool', no: ['x'],
  },
});
const inner = folder('app/inner/most');
fs.mkdirSync(path.join(app, 'inner/node_modules/.bin'), { recursive: true });
fs.mkdirSync(path.join(app, 'node_modules/.bin'), { recursive: true });
folder('app/inner/most/node_modules');
fs.writeFileSync(path.join(inner, 'node_modules/.bin'), 'no folder');
for (const place of ['inner/node_modules', 'node_modules']) {
  fs.writeFileSync(path.join(app, place, '.bin/tool'), `#!/bin/sh\necho ${place}`, { mode: 0o755 });
}
const file = path.join(app, 'package.json');

// --- The script, its folder, its output and input. ---

assert.deepStrictEqual(run(app, ['--run', 'pwd']), [0, `${app}\n`, '']);
assert.deepStrictEqual(run(inner, ['--run=pwd']), [0, `${app}\n`, '']);
assert.deepStrictEqual(run(app, ['--run', 'two']), [0, '1\n', '2\n']);
assert.deepStrictEqual(run(app, ['--run', 'input'], { input: 'piped' }), [0, 'piped', '']);
assert.deepStrictEqual(run(app, ['--run', 'toString']), [0, 'own\n', '']);
assert.deepStrictEqual(run(app, ['--run', ' ']), [0, 'space\n', '']);
assert.deepStrictEqual(run(app, ['--run', 'three']), [1, '', '']);
assert.deepStrictEqual(run(app, ['--run', 'three', '--run', 'pwd']), [0, `${app}\n`, '']);

// --- Words behind "--" are the script's, as they are; others are nobody's. ---

assert.deepStrictEqual(run(app, ['--run', 'words', '--', 'a', 'b c', '$HOME', '*', '-x', '', 'a"b', 'a\\b', 'a\nb', '`x`', 'é']),
                       [0, '[a][b c][$HOME][*][-x][][a"b][a\\b][a\nb][`x`][é]', '']);
assert.deepStrictEqual(run(app, ['--run', 'words', 'x', '--', 'y', '--', 'z']), [0, '[y][--][z]', '']);
assert.deepStrictEqual(run(app, ['--run', 'words', 'x', 'y']), [0, '[]', '']);

// --- No JavaScript runs, whatever other options say. ---

for (const others of [['-e', 'console.log(1)'], ['--version'], ['--help'], ['--check'], ['--test'], ['--permission'], ['--no-warnings'],
                      ['--require', './not-there']]) {
  assert.deepStrictEqual(run(app, ['--run', 'pwd', ...others]), [0, `${app}\n`, ''], others[0]);
}

// --- The environment. ---

const bins = `${app}/inner/node_modules/.bin:${app}/node_modules/.bin`;
assert.deepStrictEqual(run(inner, ['--run', 'env'], { env: { PATH: '/usr/bin:/bin' } }), [0, `env|${file}|${bins}:/usr/bin:/bin\n`, '']);
assert.deepStrictEqual(run(inner, ['--run', 'tool']), [0, 'inner/node_modules\n', '']);
assert.deepStrictEqual(run(app, ['--run', 'tool']), [0, 'node_modules\n', '']);

// --- Errors. ---

const refuses = (place, name, text) => assert.deepStrictEqual(run(place, ['--run', name]), [1, '', text]);
const small = folder('small', { scripts: { a: 'echo a', b: 'echo b\necho c', no: 1 } });
refuses(small, 'c', `Missing script: "c" for ${small}/package.json\n\nAvailable scripts are:\n  a: echo a\n  b: echo b\necho c\n`);
refuses(small, 'constructor',
        `Missing script: "constructor" for ${small}/package.json\n\nAvailable scripts are:\n  a: echo a\n  b: echo b\necho c\n`);
refuses(app, 'no', `Script "no" is unexpectedly not a string for ${file}\n\n`);
refuses('/', 'x', 'Can\'t find package.json for directory /\n');
for (const scripts of [undefined, null, []]) {
  const place = folder('without', { scripts });
  refuses(place, 'x', `Can't find "scripts" field in ${place}/package.json\n`);
}
for (const text of ['{"scripts":', '{"scripts": {"a": "b"}} more']) {
  const place = folder('broken', text);
  refuses(place, 'x', `Can't parse ${place}/package.json\n`);
}
for (const text of ['[]', '"text"', '5']) {
  const place = folder('odd', text);
  refuses(place, 'x', `Root value unexpected not an object for ${place}/package.json\n\n`);
}
assert.deepStrictEqual(run(folder('app/empty', ''), ['--run', 'pwd']), [0, `${app}\n`, '']);
assert.deepStrictEqual(run(folder('bom', '\ufeff{"scripts":{"a":"echo a"}}'), ['--run', 'a']), [0, 'a\n', '']);
