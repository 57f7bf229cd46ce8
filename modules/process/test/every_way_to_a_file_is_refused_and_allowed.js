'use strict';
// eddy only: Node 24.12 follows links out of what is allowed, and lets sockets among the files and databases through.
// With --permission each way in (_permission_table.js) is refused where it is not allowed, in each spelling of the path, as a
// failure of that function comes, and nothing happens on the disk; where it is allowed, it works.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { makers } = require('./_permission_table.js');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ways-in-')));
process.on('exit', () => fs.rmSync(root, { recursive: true, force: true }));

/** All that can be seen of a tree, but for when it was read. */
function picture(folder) {
  return fs.readdirSync(folder, { recursive: true }).sort().map((name) => {
    const file = path.join(folder, name);
    const { mode, uid, gid, size, mtimeMs, ctimeMs, nlink, ino } = fs.lstatSync(file);
    return [name, mode, uid, gid, size, mtimeMs, ctimeMs, nlink, ino];
  });
}

for (const mode of ['refused', 'readonly', 'allowed']) {
  const inside = path.join(root, mode, 'inside');
  const outside = path.join(root, mode, 'outside');
  for (const folder of [inside, outside]) fs.mkdirSync(folder, { recursive: true });
  for (const kind of Object.keys(makers)) {
    const target = makers[kind](outside, kind);
    if (kind !== 'absent') fs.symlinkSync(target, path.join(inside, `last-${kind}${path.extname(target)}`));
  }
  fs.symlinkSync('../outside', path.join(inside, 'there'));
  fs.symlinkSync('.', path.join(inside, 'here'));
  const before = picture(outside);

  const child = spawnSync(process.execPath, [
    '--permission', `--allow-fs-read=${path.join(__dirname, '_permission*')}`,
    `--allow-fs-read=${inside}`, `--allow-fs-write=${inside}`, ...mode === 'readonly' ? [`--allow-fs-read=${outside}`] : [],
    path.join(__dirname, '_permission_program.js'), mode, outside,
  ], { encoding: 'utf8', cwd: inside });
  assert.strictEqual(child.status, 0, `${child.signal} ${child.stderr}`);
  const { count, entries, wrong } = JSON.parse(child.stdout);
  assert.deepStrictEqual(wrong, [], mode);
  const [fewestEntries, fewestCalls] = { refused: [165, 2000], readonly: [90, 900], allowed: [165, 1400] }[mode];
  assert.ok(entries >= fewestEntries && count >= fewestCalls, `${mode}: ${entries} entries, ${count} calls`);
  assert.deepStrictEqual(picture(outside), before, mode);
}
