'use strict';
const assert = require('node:assert');
const tty = require('node:tty');
const { getColorDepth, hasColors } = tty.WriteStream.prototype;

for (const [env, depth] of [
  [{}, 1], [{ TERM: 'dumb', COLORTERM: 'truecolor' }, 1], [{ NO_COLOR: '1', TERM: 'xterm' }, 1],
  [{ NO_COLOR: '', TERM: 'xterm' }, 4], [{ NODE_DISABLE_COLORS: '1', TERM: 'xterm' }, 1],
  [{ FORCE_COLOR: '0', TERM: 'xterm' }, 1], [{ FORCE_COLOR: '' }, 4], [{ FORCE_COLOR: 'true' }, 4],
  [{ FORCE_COLOR: '2' }, 8], [{ FORCE_COLOR: '3', TERM: 'dumb' }, 24], [{ FORCE_COLOR: '4' }, 1],
  [{ TMUX: '1', CI: '1' }, 24], [{ CI: '1', TERM: 'xterm' }, 1], [{ CI: '1', TRAVIS: '1' }, 8],
  [{ CI: '', GITHUB_ACTIONS: '' }, 24], [{ CI: '1', CI_NAME: 'codeship' }, 8],
  [{ TF_BUILD: '1', AGENT_NAME: 'a', TERM: 'xterm-256color' }, 4], [{ TEAMCITY_VERSION: '9.1.5' }, 4],
  [{ TEAMCITY_VERSION: '9.0', TERM: 'xterm' }, 1], [{ TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '2.9' }, 8],
  [{ TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.0' }, 24], [{ TERM_PROGRAM: 'Apple_Terminal' }, 8],
  [{ COLORTERM: '24bit' }, 24], [{ COLORTERM: 'yes' }, 4], [{ TERM: 'xterm' }, 4], [{ TERM: 'xterm-256color' }, 8],
  [{ TERM: 'xterm-truecolor' }, 24], [{ TERM: 'xterm-kitty' }, 24], [{ TERM: 'screen-256color' }, 4],
  [{ TERM: 'MOSH' }, 24], [{ TERM: 'con80x25' }, 4], [{ TERM: 'con80' }, 1], [{ TERM: 'vt52' }, 1],
]) {
  assert.strictEqual(getColorDepth.call({}, env), depth, JSON.stringify(env));
}

const stream = { getColorDepth, hasColors };
assert.strictEqual(stream.hasColors({ TERM: 'xterm' }), true);
assert.strictEqual(stream.hasColors(16, { TERM: 'xterm' }), true);
assert.strictEqual(stream.hasColors(17, { TERM: 'xterm' }), false);
assert.throws(() => stream.hasColors(1), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => stream.hasColors('16'), { code: 'ERR_INVALID_ARG_TYPE' });

// On Windows the version tells.
const { value: platform } = Object.getOwnPropertyDescriptor(process, 'platform');
Object.defineProperty(process, 'platform', { value: 'win32' });
assert.strictEqual(getColorDepth.call({}, { TERM: 'dumb' }), 1);
assert.strictEqual(getColorDepth.call({}, { FORCE_COLOR: '1' }), 4);
assert.strictEqual(getColorDepth.call({}, {}), 4);          // this kernel's version is no Windows 10's
Object.defineProperty(process, 'platform', { value: platform });

// Who asks for colours and for none is told so when the console first looks whether to use them, if only for an empty line.
const { spawnSync } = require('node:child_process');
for (const [ignored, names] of [
  [{ NO_COLOR: '1' }, `'NO_COLOR' env is`],
  [{ NODE_DISABLE_COLORS: '1', NO_COLOR: '1' }, `'NODE_DISABLE_COLORS' and 'NO_COLOR' env is`],
]) {
  for (const text of ['', '"one", "two"']) {
    const program = `Object.assign(process.env, ${JSON.stringify({ ...ignored, FORCE_COLOR: '3' })}); console.log(${text})`;
    const { stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
    assert.match(stderr, new RegExp(`Warning: The ${names} ignored due to the 'FORCE_COLOR' env being set\\.`));
  }
}
