'use strict';
// --experimental-sea-config and --build-sea: from a file of settings to the blob of a single executable application, or to
// the executable with that blob in it. In place of main(), called by C++ (src/main.cc).

const fs = require('fs');
const path = require('path');
const { Buffer } = require('buffer');
const console = require('console');
const native = binding('sea');
const process = require('process_object');
const { getOption } = require('options');
const { fail, read, reasonOf } = require('main/json_config');

const EXTENSIONS = ['none', 'env', 'cli'];

function main() {
  process._start();
  const builds = getOption('--build-sea') !== undefined;
  const file = builds ? getOption('--build-sea') : getOption('--experimental-sea-config');
  const settings = readSettings(file, builds);
  const blob = makeBlob(settings);
  if (builds) return writeExecutable(settings, blob);
  writeBlob(settings.output, blob);
  console.log(`Wrote single executable preparation blob to ${settings.output}`);
}

function readSettings(file, builds) {
  const config = read(file, 'single executable configuration');
  const settings = {
    main: config.text('main'),
    output: config.text('output'),
    silent: config.boolean('disableExperimentalSEAWarning', 'Boolean'),
    useSnapshot: config.boolean('useSnapshot', 'Boolean'),
    useCodeCache: config.boolean('useCodeCache', 'Boolean'),
    assets: assetsOf(config),
    execArgv: execArgvOf(config),
    extension: extensionOf(config, file),
    isModule: isModule(config, file),
    executable: builds ? config.optionalText('executable') ?? process.execPath : undefined,
  };
  if (settings.isModule && settings.useSnapshot) {
    fail(`"mainFormat" field of ${file} cannot be "module" when "useSnapshot" is true`);
  }
  return settings;
}

function assetsOf(config) {
  const assets = config.value('assets');
  if (assets === undefined) return [];
  const isMap = assets !== null && typeof assets === 'object' && !Array.isArray(assets) &&
    Object.values(assets).every((place) => typeof place === 'string');
  return isMap ? Object.entries(assets) : config.fail('assets', 'a map of strings');
}

function execArgvOf(config) {
  const words = config.value('execArgv');
  if (words === undefined) return [];
  const isList = Array.isArray(words) && words.every((word) => typeof word === 'string');
  return isList ? words : config.fail('execArgv', 'an array of strings');
}

function extensionOf(config, file) {
  const extension = config.value('execArgvExtension');
  if (extension === undefined) return EXTENSIONS.indexOf('env');
  if (typeof extension !== 'string') config.fail('execArgvExtension', 'a string');
  const index = EXTENSIONS.indexOf(extension);
  return index >= 0 ? index : fail(`"execArgvExtension" field of ${file} must be one of "none", "env", or "cli"`);
}

function isModule(config, file) {
  const format = config.value('mainFormat');
  if (format === undefined || format === 'commonjs') return false;
  return format === 'module' || fail(`"mainFormat" field of ${file} must be one of "commonjs" or "module"`);
}

// --- The blob. ---

function readFile(file, what) {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    return fail(`Cannot read ${what} ${file}: ${reasonOf(error)}`);
  }
}

function readMain(file) {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    return fail(`Cannot read main script ${file}:${reasonOf(error)}`); // without a space, as Node
  }
}

function makeBlob(settings) {
  const source = readMain(settings.main);
  const assets = settings.assets.map(([name, file]) => [name, readFile(file, 'asset')]);
  let code = Buffer.alloc(0);
  let flags = (settings.silent ? native.DISABLES_WARNING : 0) | (settings.isModule ? native.IS_MODULE : 0);
  let content = source;
  if (settings.useSnapshot) {
    flags |= native.USES_SNAPSHOT;
    content = makeSnapshot(settings);
  } else if (settings.useCodeCache && !settings.isModule) {
    flags |= native.USES_CODE_CACHE;
    code = makeCode(source, settings.main);
  }
  return native.makeBlob(flags, settings.extension, settings.main, content, code, settings.execArgv,
                         assets.map(([name]) => name), assets.map(([, bytes]) => bytes));
}

// The snapshot of the main script is built by a process of its own, with the options that the application runs with.
function makeSnapshot({ main, useCodeCache, silent, execArgv }) {
  if (!silent) require('warnings').emitExperimentalWarning('Single executable application');
  if (useCodeCache) process._rawDebug('"useCodeCache" is redundant when "useSnapshot" is true');
  const folder = fs.mkdtempSync(path.join(require('os').tmpdir(), 'eddy-sea-'));
  try {
    const blob = path.join(folder, 'snapshot');
    const args = [...execArgv, '--snapshot-blob', blob, '--build-sea-snapshot', '--build-snapshot', main];
    const { status } = require('child_process').spawnSync(process.execPath, args, { stdio: 'inherit' });
    if (status !== 0) process.reallyExit(status ?? 1);
    return fs.readFileSync(blob);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function makeCode(source, name) {
  try {
    const { compileWith, createCodeCache } = binding('module');
    return createCodeCache(compileWith(source.toString(), name, require('main/sea').NAMES, undefined));
  } catch (error) {
    process._rawDebug(`${error.stack}\n\nCannot generate V8 code cache`);
    return process.reallyExit(1);
  }
}

// --- The executable. ---

function writeBlob(file, blob) {
  try {
    fs.writeFileSync(file, blob);
  } catch (error) {
    fail(`Cannot write output to ${file}:${reasonOf(error)}`); // without a space, as Node
  }
}

/** Appends the blob to a copy of the executable, on a page of its own, and writes into the copy where it is. */
function writeExecutable({ executable, output }, blob) {
  const bytes = readFile(executable, 'executable');
  const place = native.place(bytes);
  if (place < 0) fail(`${executable} ${place === -1 ? 'is no executable of this version of eddy' : 'has an application in it already'}`);
  const offset = Math.ceil(bytes.length / PAGE) * PAGE;
  bytes.writeBigUInt64LE(BigInt(offset), place);
  bytes.writeBigUInt64LE(BigInt(blob.length), place + 8);
  try {
    const fd = fs.openSync(output, 'w');
    for (const part of [bytes, Buffer.alloc(offset - bytes.length), blob]) fs.writeFileSync(fd, part);
    fs.fchmodSync(fd, 0o777 & ~process.umask());
    fs.closeSync(fd);
  } catch (error) {
    fail(`Cannot write output to ${output}:${reasonOf(error)}`);
  }
  console.log(`Wrote single executable application to ${output}`);
}

const PAGE = 4096;

module.exports = { main };
