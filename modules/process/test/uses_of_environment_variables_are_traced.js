'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

const code = `
  process.env.A_GET;
  process.env.A_SET = '1';
  'A_QUERY' in process.env;
  delete process.env.A_DELETE;
  Object.getOwnPropertyNames(process.env);
`;
function trace(...options) {
  const { stderr, status } = spawnSync(process.execPath, [...options, '-e', code], { encoding: 'utf8' });
  assert.strictEqual(status, 0);
  return stderr;
}

const lines = trace('--trace-env').split('\n').filter((line) => /"A_|enumerate/.test(line));
assert.deepStrictEqual(lines.slice(-5), [
  '[--trace-env] get "A_GET"', '[--trace-env] set "A_SET"', '[--trace-env] query "A_QUERY"', '[--trace-env] delete "A_DELETE"',
  '[--trace-env] enumerate environment variables']);
assert.match(trace('--trace-env-js-stack'), /\[--trace-env\] get "A_GET"\n\n----- JavaScript stack trace -----\n\n1: \[eval\]:2:15\n/);
assert.match(trace('--trace-env-native-stack'), /\[--trace-env\] set "A_SET"\n----- Native stack trace -----\n\n 1: /);
assert.strictEqual(trace(), '');
