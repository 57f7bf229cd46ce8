// Completions of module names and file names, as found on disk.
'use strict';
const path = require('path');
const process = require('process_object');

function entriesOf(folder) {
  try {
    return require('fs').readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isFolder(entry, folder) {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  try {
    return require('fs').statSync(path.join(folder, entry.name)).isDirectory();
  } catch {
    return false;
  }
}

const VERSION = /^\d+\.\d+/;

// A module may be named without its extension in require(), not in import().
function moduleNames(folder, prefix, extensions, isImport) {
  const names = [];
  for (const entry of entriesOf(folder)) {
    const { name } = entry;
    if (isFolder(entry, folder)) {
      if (name === '.git' || VERSION.test(name)) continue;
      names.push(`${prefix}${name}/`);
      const inside = entriesOf(path.join(folder, name)).map((inner) => inner.name);
      if (inside.includes('package.json') || inside.some((inner) => extensions.some((ext) => inner === `index${ext}`))) {
        names.push(`${prefix}${name}`);
      }
      continue;
    }
    const extension = path.extname(name);
    if (!extensions.includes(extension)) continue;
    if (isImport) names.push(`${prefix}${name}`);
    else if (prefix === '' || name !== `index${extension}`) names.push(`${prefix}${name.slice(0, -extension.length)}`);
  }
  return names;
}

/** Modules that `start` may be the beginning of. `isImport`: for import(), otherwise require(). */
function completeModule(server, start, isImport) {
  const extensions = isImport ? ['.js', '.mjs', '.cjs', '.json', '.node', '.wasm'] : Object.keys(require('module')._extensions);
  const slash = start.lastIndexOf('/');
  const folder = start.slice(0, slash + 1);
  const names = [];
  if (start === '.') names.push('./', '../');
  else if (start === '..') names.push('../');
  else if (/^\.\.?\//.test(start)) names.push(...moduleNames(path.resolve(process.cwd(), folder), folder, extensions, isImport));
  else if (start.startsWith('/')) names.push(...moduleNames(folder, folder, extensions, isImport));
  else {
    const roots = server.context.module?.paths ?? require('module')._nodeModulePaths(process.cwd());
    for (const root of roots) {
      for (const name of moduleNames(path.join(root, folder), folder, extensions, true)) {
        names.push(name);
        // A scope, or a package without an index, may be gone into.
        if (name.endsWith('/') && !names.includes(name.slice(0, -1))) names.push(name.slice(0, -1));
      }
    }
  }
  return names;
}

/** Files that `start`, in a call of fs, may be the beginning of: [names, the part of start that is completed]. */
function completeFile(start) {
  const base = path.basename(start);
  const inFolder = start.endsWith('/') || base === '.' || base === '..';
  const folder = path.resolve(inFolder && start.endsWith('/') ? start : path.dirname(start));
  const begun = start.endsWith('/') ? '' : base;
  let names = entriesOf(folder).filter((entry) => entry.name.startsWith(begun));
  if (names.length === 1 && names[0].isDirectory() && names[0].name === begun) {
    names = entriesOf(path.join(folder, begun));
    return [names.map((entry) => `/${entry.name}`), ''];
  }
  return [names.map((entry) => entry.name), begun];
}

module.exports = { completeModule, completeFile };
