// eddy only: `eddy profile`
'use strict';
// Each program spends its time in one function of C or C++, whose name is found below the JavaScript that called it.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { gunzipSync } = require('node:zlib');
const { spawnSync } = require('node:child_process');
const { Profile, profileText, isNative } = require('./_native');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

for (const [text, pattern] of [
  ["require('node:crypto').pbkdf2Sync('secret', 'salt', 400_000, 64, 'sha512');", /sha512/i],
  ["const bytes = Buffer.alloc(8e6, 'some text that is compressed'); for (let i = 0; i < 25; i++) require('node:zlib').gzipSync(bytes);", /deflate/],
  ["const json = JSON.stringify(Array.from({ length: 1e5 }, (_, i) => ({ i, t: 'text' }))); for (let i = 0; i < 25; i++) JSON.parse(json);", /^v8::internal::JsonParser<.*>::/],
  ["const fs = require('node:fs'); for (let i = 0; i < 1e5; i++) fs.statSync(__filename);", /^uv__fs_statx$/],
  ["'x'.repeat(2e6).split('').sort(() => 0); for (let i = 0; i < 300; i++) Buffer.alloc(8e6, 1).indexOf('xyz');", /memchr|memset|memmem|v8::|eddy::/],
]) {
  const { profile, table } = profileText(folder, `function hotFunction() { ${text} }\nhotFunction();`);
  profile.check();
  const share = profile.shareOf('hotFunction', pattern);
  assert.ok(share > 0.5, `${text}: ${share}\n${table}`);
  assert.match(table, /^ *\d+\.\d % +\d+\.\d %  \S.* +native:/m);
  // No frame of the program's has a native caller.
  for (const node of profile.nodes.filter(isNative)) {
    for (const child of node.children ?? []) assert.ok(isNative(profile.byId.get(child)));
  }
  if (!text.includes('JSON')) continue;
  assert.match(table, /^ *\d+\.\d % +\d+\.\d %  hotFunction +\S*program\.js:1$/m);
  const pprof = gunzipSync(fs.readFileSync(path.join(folder, 'p.pb.gz'))).toString('latin1');
  for (const part of ['v8::internal::JsonParser<', 'native:']) assert.ok(pprof.includes(part), part);
}

// Garbage.
const { profile: garbage } = profileText(folder, `
  let kept = [];
  for (let i = 0; i < 4e6; i++) { kept.push({ i, next: kept[i % 1000] }); if (kept.length > 3e5) kept = []; }`);
assert.ok(garbage.shareOf('(garbage collector)', /^v8::internal::/) > 0.9);

// JavaScript that calls nothing has nothing below it, but for what compiles it.
const { profile: plain } = profileText(folder, `
  function hotFunction(n) { let sum = 0; for (let i = 0; i < n; i++) sum = (sum + i * 7) % 1000003; return sum; }
  for (let i = 0; i < 100; i++) hotFunction(2e6);`);
plain.check();
const hot = new Set(plain.nodes.filter(({ callFrame }) => callFrame.functionName === 'hotFunction').map(({ id }) => id));
const inHot = plain.within('hotFunction');
assert.ok(inHot.filter((id) => hot.has(id)).length > 0.9 * inHot.length);

// --cpu-prof writes what it writes on Node: JavaScript's frames.
const { status } = spawnSync(process.execPath, ['--cpu-prof', '--cpu-prof-name=js.cpuprofile', '-e', "JSON.parse('[' + '1,'.repeat(1e6) + '1]')"], { cwd: folder });
assert.strictEqual(status, 0);
assert.ok(!new Profile(path.join(folder, 'js.cpuprofile')).nodes.some(isNative));
