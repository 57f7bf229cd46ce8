'use strict';
// --experimental-sea-config: files that are wrong, with Node's messages, and node:sea in a program that is no application.
const assert = require('node:assert');
const fs = require('node:fs');
const { folder, file, run } = require('./_application');
const sea = require('node:sea');

assert.strictEqual(sea.isSea(), false);
for (const get of ['getAsset', 'getRawAsset', 'getAssetAsBlob', 'getAssetKeys']) {
  assert.throws(() => sea[get]('x'), {
    code: 'ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION',
    message: 'Operation cannot be invoked when not in a single-executable application',
  });
}

file('main.js', 'console.log(1)');
file('broken.js', 'not a program');
function says(settings, stderr) {
  file('sea.json', typeof settings === 'string' ? settings : JSON.stringify(settings));
  const result = run(process.execPath, ['--experimental-sea-config', 'sea.json']);
  assert.deepStrictEqual([result.status, result.signal, result.stdout], [1, null, ''], result.stderr);
  if (typeof stderr === 'string') assert.strictEqual(result.stderr, `${stderr}\n`);
  else assert.match(result.stderr, stderr);
}
const good = { main: 'main.js', output: 'out.blob' };
const field = (name, expected) => `"${name}" field of sea.json is not ${expected}`;
says('', 'Cannot parse JSON from sea.json: EMPTY: no JSON found');
says('[]', 'Cannot parse JSON from sea.json: INCORRECT_TYPE: The JSON element does not have the requested type.');
says('\n{\n"main"', /INCOMPLETE_ARRAY_OR_OBJECT/);
says({}, field('main', 'a non-empty string'));
says({ ...good, main: 1 }, field('main', 'a non-empty string'));
says({ main: 'main.js' }, field('output', 'a non-empty string'));
says({ ...good, output: '' }, field('output', 'a non-empty string'));
for (const name of ['disableExperimentalSEAWarning', 'useSnapshot', 'useCodeCache']) {
  for (const value of [1, 'x', null, {}]) says({ ...good, [name]: value }, field(name, 'a Boolean'));
}
for (const assets of [1, null, [], { a: 1 }, { a: null }]) says({ ...good, assets }, field('assets', 'a map of strings'));
says({ ...good, assets: { a: 'gone' } }, 'Cannot read asset gone: no such file or directory');
for (const execArgv of [1, [1], {}, '--x']) says({ ...good, execArgv }, field('execArgv', 'an array of strings'));
says({ ...good, execArgvExtension: 1 }, field('execArgvExtension', 'a string'));
says({ ...good, execArgvExtension: 'x' }, '"execArgvExtension" field of sea.json must be one of "none", "env", or "cli"');
says({ ...good, main: 'gone.js' }, 'Cannot read main script gone.js:no such file or directory');
says({ ...good, main: folder }, `Cannot read main script ${folder}:illegal operation on a directory`);
says({ ...good, output: folder }, `Cannot write output to ${folder}:illegal operation on a directory`);
says({ ...good, main: 'broken.js', useCodeCache: true }, /SyntaxError: [^]*Cannot generate V8 code cache/);

file('sea.json', JSON.stringify({ ...good, unknown: 1 }));
const made = run(process.execPath, ['--experimental-sea-config', 'sea.json']);
assert.deepStrictEqual([made.status, made.stdout], [0, 'Wrote single executable preparation blob to out.blob\n']);
assert.ok(fs.statSync(`${folder}/out.blob`).size > 14);
assert.match(run(process.execPath, ['--experimental-sea-config', 'gone.json']).stderr,
             /^Cannot read single executable configuration from gone\.json: no such file or directory/);
