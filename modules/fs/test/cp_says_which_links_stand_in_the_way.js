'use strict';
// Trees with symbolic links over trees with symbolic links: what cpSync(), cp() and fsPromises.cp() refuse, in which words, and
// what is there afterwards.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const finish = require('../../../test/_finish');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'eddy-cp-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
let number = 0;

/** A new working directory with a/l and b/l, which lead to these; f is a file, d a directory that holds the directory e. */
function prepare(source, target) {
  const directory = path.join(folder, `${number++}`);
  fs.mkdirSync(path.join(directory, 'd/e'), { recursive: true });
  process.chdir(directory);
  fs.writeFileSync('f', 'f');
  fs.mkdirSync('a');
  fs.mkdirSync('b');
  fs.symlinkSync(source.replace('HERE', directory), 'a/l');
  if (target === 'file') fs.writeFileSync('b/l', 'b');
  else if (target === 'directory') fs.mkdirSync('b/l');
  else if (target !== null) fs.symlinkSync(target.replace('HERE', directory), 'b/l');
  return directory;
}

const shown = ({ code, message }, directory) => `${code} ${message.replaceAll(directory, 'HERE')}`;

function now(source, target, options) {
  const directory = prepare(source, target);
  try {
    fs.cpSync('a', 'b', { recursive: true, ...options });
    return fs.readlinkSync('b/l').replace(directory, 'HERE');
  } catch (error) {
    return shown(error, directory);
  }
}

async function later(source, target, options) {
  const directory = prepare(source, target);
  const result = await fs.promises.cp('a', 'b', { recursive: true, ...options })
    .then(() => fs.readlinkSync('b/l').replace(directory, 'HERE'), (error) => shown(error, directory));
  const again = prepare(source, target);
  const [error] = await new Promise((resolve) => { fs.cp('a', 'b', { recursive: true, ...options }, (...given) => resolve(given)); });
  assert.strictEqual(error ? shown(error, again) : fs.readlinkSync('b/l').replace(again, 'HERE'), result);
  return result;
}

const verbatimSymlinks = true;
const nowhere = 'ENOENT ENOENT: no such file or directory, stat';
const insideItself = 'cannot copy HERE/d to a subdirectory of self HERE/d';
const overItself = 'cannot overwrite HERE/d with HERE/d/e';

finish(async () => {
  // [a/l, b/l, options, by cpSync(), by the others]
  for (const [source, target, options, atOnce, behind] of [
    ['../f', null, {}, 'HERE/f', 'HERE/f'],
    ['../f', null, { verbatimSymlinks }, '../f', '../f'],
    ['nope', null, {}, 'HERE/a/nope', 'HERE/a/nope'],
    ['../f', '../f', {}, 'HERE/f', 'HERE/f'],
    ['../f', '../f', { verbatimSymlinks }, "EEXIST EEXIST, File exists 'b'", '../f'],
    ['nope', 'nope', {}, "EEXIST EEXIST, File exists 'b'", `${nowhere} 'a/l'`],
    ['nope', '../f', {}, 'HERE/a/nope', `${nowhere} 'a/l'`],
    ['../f', 'nope', {}, "EEXIST EEXIST, File exists 'b'", 'HERE/f'],
    ['HERE/f', 'file', {}, "EEXIST EEXIST, File exists 'b/l'", "EEXIST EEXIST: file already exists, symlink 'HERE/f' -> 'b/l'"],
    ['HERE/d', 'HERE/d/e', {}, `ERR_FS_CP_EINVAL ${insideItself.replace('c', 'C')}/e`,
     `ERR_FS_CP_EINVAL Invalid src or dest: cp returned EINVAL (${insideItself}/e) b/l`],
    ['HERE/d', 'HERE/d', {}, `ERR_FS_CP_EINVAL ${insideItself.replace('c', 'C')}`,
     `ERR_FS_CP_EINVAL Invalid src or dest: cp returned EINVAL (${insideItself}) b/l`],
    ['HERE/d/e', 'HERE/d', {}, `ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY ${overItself}`,
     `ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY Cannot overwrite symlink in subdirectory of self: cp returned EINVAL (${overItself}) b/l`],
    ['../d', '../d/e', { verbatimSymlinks }, "EEXIST EEXIST, File exists 'b'", '../d'],
  ]) {
    const what = `${source} over ${target} ${JSON.stringify(options)}`;
    assert.strictEqual(now(source, target, options), atOnce, `at once: ${what}`);
    assert.strictEqual(await later(source, target, options), behind, `later: ${what}`);
  }
  assert.strictEqual(now('HERE/f', 'directory', {}), "EEXIST EEXIST, File exists 'b'");
  const filter = () => true;
  assert.strictEqual(now('nope', 'nope', { filter }), `${nowhere} 'b/l'`);
  assert.strictEqual(now('HERE/f', 'directory', { filter }), "EEXIST EEXIST: file already exists, symlink 'HERE/f' -> 'b/l'");

  // What a link is that was named itself.
  const directory = prepare('nope', null);
  const refusal = (src, dest, options) => {
    try {
      fs.cpSync(src, dest, options);
    } catch (error) {
      return shown(error, directory);
    }
    return 'none';
  };
  fs.symlinkSync('d', 'links');
  const recursive = true;
  assert.strictEqual(refusal('a/l', 'new'), "ENOENT ENOENT: no such file or directory, lstat 'a/l'");
  assert.strictEqual(refusal('links', 'new'), 'ERR_FS_EISDIR Recursive option not enabled, cannot copy a directory: links/');
  assert.strictEqual(refusal('links', 'f', { recursive }), 'ERR_FS_CP_DIR_TO_NON_DIR Cannot overwrite non-directory f with directory links');
  assert.strictEqual(refusal('links', 'b', { recursive }), "EEXIST EEXIST: file already exists, symlink 'HERE/d' -> 'b'");
  assert.strictEqual(refusal('links', 'links/sub', { recursive }), 'ERR_FS_CP_EINVAL Cannot copy links/ to a subdirectory of self links/sub');
  fs.cpSync('links', 'new', { recursive });
  assert.strictEqual(fs.readlinkSync('new'), path.join(directory, 'd'));
});
