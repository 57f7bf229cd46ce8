'use strict';
// Command lines and configuration files of --build-snapshot that are wrong: messages and exit codes.
const assert = require('node:assert');
const fs = require('node:fs');
const { file, run, folder } = require('./_snapshot');

function says(args, status, text) {
  const result = run(args);
  assert.deepStrictEqual([result.status, result.signal], [status, null], `${args}: ${result.stderr}`);
  if (typeof text === 'string') assert.strictEqual(result.stderr, text);
  else assert.match(result.stderr, text);
}

file('entry.js', 'console.log(process.argv.slice(1).join());');
const usage = '--build-snapshot must be used with an entry point script.\nUsage: node --build-snapshot /path/to/entry.js\n';
says(['--build-snapshot'], 9, usage);
says(['--build-snapshot', '-e', '1'], 9, usage);
says(['--build-snapshot', 'gone.js'], 1, 'Cannot read builder script gone.js for building snapshot. ENOENT: no such file or directory\n');
says(['--build-snapshot', folder], 1, `Cannot read builder script ${folder} for building snapshot. EISDIR: illegal operation on a directory\n`);
says(['--snapshot-blob', '/no/such/folder/x', '--build-snapshot', 'entry.js'], 14, 'Cannot open /no/such/folder/x for writing a snapshot.\n');
says(['--build-snapshot-config', 'gone.json'], 1, 'Cannot read snapshot configuration from gone.json: no such file or directory\n');
says(['--build-snapshot-config', folder], 1, `Cannot read snapshot configuration from ${folder}: illegal operation on a directory\n`);

const notText = '"builder" field of config.json is not a non-empty string\n';
const configs = {
  '': 'Cannot parse JSON from config.json: EMPTY: no JSON found\n',
  ' ': 'Cannot parse JSON from config.json: EMPTY: no JSON found\n',
  '[]': 'Cannot parse JSON from config.json: INCORRECT_TYPE: The JSON element does not have the requested type.\n',
  'null': 'Cannot parse JSON from config.json: INCORRECT_TYPE: The JSON element does not have the requested type.\n',
  '"text"': 'Cannot parse JSON from config.json: INCORRECT_TYPE: The JSON element does not have the requested type.\n',
  '{': /^Cannot parse JSON from config\.json: INCOMPLETE_ARRAY_OR_OBJECT/,
  '{}': notText, '{"builder": 1}': notText, '{"builder": ""}': notText, '{"builder": null}': notText, '{"__proto__": {"builder": "x"}}': notText,
  '{"builder": "entry.js", "withoutCodeCache": "yes"}': '"withoutCodeCache" field of config.json is not a boolean\n',
  '{"builder": "gone.js"}': 'Cannot read builder script gone.js for building snapshot. ENOENT: no such file or directory\n',
};
for (const [text, message] of Object.entries(configs)) {
  file('config.json', text);
  says(['--build-snapshot-config', 'config.json'], 1, message);
}

file('config.json', '{"builder": "entry.js", "withoutCodeCache": true, "other": 1}');
const without = run(['--build-snapshot-config', 'config.json', 'a', 'b']);
assert.deepStrictEqual([without.status, without.stdout], [0, 'entry.js,a,b\n']);
const size = fs.statSync(`${folder}/snapshot.blob`).size;
file('config.json', '{"builder": "entry.js"}');
assert.strictEqual(run(['--build-snapshot-config', 'config.json']).status, 0);
assert.ok(fs.statSync(`${folder}/snapshot.blob`).size > size);
