'use strict';
// --run SCRIPT: runs a script of the nearest package.json in its folder, by a shell. In place of main(), called by C++
// (src/main.cc): none of the program's JavaScript runs, so there are no preloads, and no permissions.

const fs = require('fs');
const path = require('path');
const process = require('process_object');
const { getOption } = require('options');
const { fail } = require('main/json_config');

function main() {
  process._start();
  const name = getOption('--run');
  const { folder, file, text } = findPackage(process.cwd());
  const command = scriptOf(scriptsOf(file, text), name, file);
  process.exitCode = run(command, { name, folder, file });
}

/** The package.json of `start` or of the nearest folder above that has one; an empty one counts for none. */
function findPackage(start) {
  for (const folder of foldersFrom(start)) {
    const file = path.join(folder, 'package.json');
    const text = readIfThere(file);
    if (text !== '') return { folder, file, text };
  }
  return fail(`Can't find package.json for directory ${start}`);
}

/** `folder` and all folders above it. */
function foldersFrom(folder) {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersFrom(parent)];
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** @returns {object} from a script's name to its command, as they stand in the file */
function scriptsOf(file, text) {
  let settings;
  try {
    settings = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    return fail(`Can't parse ${file}`);
  }
  if (!isObject(settings)) return fail(`Root value unexpected not an object for ${file}\n`);
  if (!isObject(settings.scripts)) return fail(`Can't find "scripts" field in ${file}`);
  return settings.scripts;
}

function isObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function scriptOf(scripts, name, file) {
  if (!Object.hasOwn(scripts, name)) {
    const lines = Object.entries(scripts).filter(([, command]) => typeof command === 'string').map(([key, command]) => `\n  ${key}: ${command}`);
    return fail(`Missing script: "${name}" for ${file}\n\nAvailable scripts are:${lines.join('')}`);
  }
  const command = scripts[name];
  return typeof command === 'string' ? command : fail(`Script "${name}" is unexpectedly not a string for ${file}\n`);
}

/** The exit code: 0 when the script succeeded, else 1, as on Node; also for a script that a signal ended. */
function run(command, { name, folder, file }) {
  const { spawnSync } = require('child_process');
  const words = process.argv.slice(1).map(quote);
  const { status, error } = spawnSync('/bin/sh', ['-c', [command, ...words].join(' ')], {
    cwd: folder,
    env: { ...process.env, ...withBins(process.cwd()), NODE_RUN_SCRIPT_NAME: name, NODE_RUN_PACKAGE_JSON_PATH: file },
    stdio: 'inherit',
  });
  if (error !== undefined) throw error;
  return status === 0 ? 0 : 1;
}

/** PATH with the executables of packages in front, those of the nearest folder first. None where there is no PATH. */
function withBins(start) {
  if (process.env.PATH === undefined) return {};
  const isFolder = (file) => fs.statSync(file, { throwIfNoEntry: false })?.isDirectory();
  const bins = foldersFrom(start).map((folder) => path.join(folder, 'node_modules', '.bin')).filter(isFolder);
  return { PATH: [...bins, process.env.PATH].join(path.delimiter) };
}

/** A word as a shell takes it unchanged. */
function quote(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll('\'', String.raw`'\''`)}'`;
}

module.exports = { main };
