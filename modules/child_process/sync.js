// spawnSync, execFileSync, execSync: the calling thread waits for the child.
'use strict';
const { spawnSync: start } = binding('spawn_sync');
const process = require('process_object');
const { Buffer } = require('buffer');
const { ERR_INVALID_ARG_TYPE, errnoException } = require('errors');
const { argumentsAndOptions, killSignalNumber, spawnOptions, validateMaxBuffer, validateTimeout } =
  require('child_process/arguments');
const { describeStdio } = require('child_process/stdio');

const DEFAULT_MAX_BUFFER = 1024 * 1024;

/**
 * Runs `file` and waits for its end.
 * @param {string} file @param {string[]} [args]
 * @param {object} [options] cwd, input, argv0, stdio, env, uid, gid, timeout (milliseconds), killSignal, maxBuffer (bytes
 *   of stdout or stderr, default 1 MiB), encoding ('buffer'), shell, detached
 * @returns {{pid: number, output: any[], stdout: any, stderr: any, status: number|null, signal: string|null,
 *   error?: Error}}
 */
function spawnSync(file, args, options) {
  options = { __proto__: null, maxBuffer: DEFAULT_MAX_BUFFER, ...spawnOptions(file, args, options) };
  validateTimeout(options.timeout);
  validateMaxBuffer(options.maxBuffer);
  options.killSignal = killSignalNumber(options.killSignal);
  options.stdio = describeStdio(options.stdio || 'pipe', true).stdio;
  if (options.input) options.stdio[0] = { ...options.stdio[0], input: options.input };
  options.stdio.forEach((item, i) => {
    if (item.input !== undefined && item.input !== null) item.input = inputBytes(item.input, i, options.encoding);
  });
  require('exit_work').doLastWork(); // what was sent to others arrives before we wait
  return resultOf(part.spawn(options), options);
}

/** process.binding('spawn_sync'), through which we go ourselves: programs that follow all children replace its function. */
const part = {
  /** @param {object} options file, args, envPairs, stdio and the like @returns {object} pid, status, signal, output, error */
  spawn(options) {
    const report = start({ __proto__: null, ...options });
    if (report.error === 0) delete report.error;
    return report;
  },
};

function inputBytes(input, i, encoding) {
  if (ArrayBuffer.isView(input)) return input;
  if (typeof input === 'string') return Buffer.from(input, Buffer.isEncoding(encoding) ? encoding : 'utf8');
  throw new ERR_INVALID_ARG_TYPE(`options.stdio[${i}]`, ['Buffer', 'TypedArray', 'DataView', 'string'], input);
}

function resultOf(report, { file, args, encoding }) {
  const { error = 0, status, signal, output, pid } = report;
  if (output !== null && encoding && encoding !== 'buffer') {
    for (let i = 0; i < output.length; i++) if (output[i] !== null) output[i] = output[i].toString(encoding);
  }
  const rest = { status, signal, output, pid, stdout: output?.[1], stderr: output?.[2] };
  if (error === 0) return rest;
  const failure = errnoException(error, `spawnSync ${file}`);
  failure.path = file;
  failure.spawnargs = args.slice(1);
  return { error: failure, ...rest };
}

// The error of a child that could not run or did not succeed, with all of `result` on it; undefined when it did.
function failureOf(result, args, command) {
  const { error, status, stderr } = result;
  if (error) return Object.assign(error, result);
  if (status === 0) return undefined;
  let message = `Command failed: ${command ?? args.join(' ')}`;
  if (stderr && stderr.length > 0) message += `\n${stderr.toString()}`;
  return Object.assign(new Error(message), result);
}

function outputOf(result, inheritsStderr, args, command) {
  if (inheritsStderr && result.stderr) process.stderr.write(result.stderr);
  const failure = failureOf(result, args, command);
  if (failure) throw failure;
  return result.stdout;
}

/**
 * What `file` writes to its standard output. Its standard error is ours unless options.stdio says otherwise.
 * @throws {Error} with status, signal, output, pid, stdout, stderr when it fails or exits with another status than 0
 */
function execFileSync(file, args, options) {
  [args, options] = argumentsAndOptions(args, options);
  const inheritsStderr = !options?.stdio;
  const result = spawnSync(file, args, options);
  return outputOf(result, inheritsStderr, [options?.argv0 || file, ...args]);
}

/** The same for a command line, which a shell runs. */
function execSync(command, options) {
  const shellOptions = require('child_process/exec').shellOptions(command, options);
  const result = spawnSync(command, shellOptions);
  return outputOf(result, !shellOptions.stdio, undefined, command);
}

module.exports = { spawnSync, execFileSync, execSync, part };
