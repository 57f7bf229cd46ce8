'use strict';
// Which files are test files.

const fs = require('fs');
const path = require('path');

function defaultPatterns() {
  const typescript = require('options').getOption('--strip-types') !== false;
  const ext = typescript ? '{js,mjs,cjs,ts,mts,cts}' : '{js,mjs,cjs}';
  return [`**/{test,test/**/*,test-*,*[._-]test}.${ext}`];
}

/**
 * The files that patterns name, sorted; without patterns, those that are test files by their names.
 * @param {string} cwd where relative patterns begin
 * @param {string[]|undefined} patterns
 * @param {{index: number, total: number}} [shard] the part to choose, counted from 1
 * @returns {string[]} paths as the patterns give them: relative to `cwd`, or absolute
 */
function findTestFiles(cwd, patterns, shard) {
  const given = patterns !== undefined && patterns.length > 0;
  const found = given ? matching(patterns, cwd) : matching(defaultPatterns(), cwd);
  return shardOf([...new Set(found)].sort(), shard);
}

/** Whether run() would choose `file` by its name. */
function isTestFile(cwd, file) {
  const { matchesGlob } = require('path/glob');
  return defaultPatterns().some((pattern) => matchesGlob(path.relative(cwd, file), pattern));
}

function matching(patterns, cwd) {
  const files = [];
  for (const pattern of patterns) {
    if (fs.existsSync(path.resolve(cwd, pattern))) {
      files.push(path.normalize(pattern));
      continue;
    }
    const exclude = (name) => name === 'node_modules' && !pattern.includes('node_modules');
    files.push(...fs.globSync(pattern, { cwd, exclude }));
  }
  return files;
}

function shardOf(files, shard) {
  if (shard === undefined) return files;
  return files.filter((file, i) => i % shard.total === shard.index - 1);
}

module.exports = { findTestFiles, isTestFile, shardOf };
