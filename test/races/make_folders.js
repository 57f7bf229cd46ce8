'use strict';
// mkdirp 0.0.3: two calls that share a prefix; the one that finds the folder made meanwhile fails. Mended in 0.0.6: what is
// there already is right.
const { assert, fs, path, isMended, folder, atEnd } = require('./_race');

function makeFolders(name, callback) {
  fs.mkdir(name, (error) => {
    if (error?.code === 'ENOENT') {
      return makeFolders(path.dirname(name), (failed) => failed ? callback(failed) : makeFolders(name, callback));
    }
    if (isMended && error?.code === 'EEXIST') return callback(null);
    callback(error);
  });
}

const base = folder();
const results = [];
makeFolders(path.join(base, 'a', 'one'), (error) => results.push(error?.code ?? 'made'));
setTimeout(makeFolders, 25, path.join(base, 'a', 'two'), (error) => results.push(error?.code ?? 'made'));
atEnd(() => assert.deepStrictEqual(results, ['made', 'made']));
