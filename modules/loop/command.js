'use strict';
// `eddy loop ...`: asks a running process, or its black box.
const process = require('process_object');

const COMMANDS = {
  __proto__: null,
  why: { usage: 'why PID [--json]', what: 'what keeps the process alive', run: why },
  top: { usage: 'top PID', what: 'what its loop does, live in the terminal', run: top },
  view: { usage: 'view PID [--port N]', what: 'the same as a page in the browser', run: view },
  trace: { usage: 'trace PID [-t 5s] [-o FILE]', what: 'a recording for ui.perfetto.dev', run: trace },
  last: { usage: 'last FILE [-n 20] [--json]', what: 'what a process did last that was run with --loop-black-box=FILE', run: last },
};

/** Whether the command line is one of ours: `loop` may be a program's file, too. */
function isCommand([, name, command]) {
  if (command in COMMANDS) return true;
  if (command !== undefined && command !== '--help' && command !== '-h') return false;
  const { existsSync } = require('fs');
  return !existsSync(name) && !existsSync(`${name}.js`) && !existsSync(`${name}.mjs`) && !existsSync(`${name}.cjs`);
}

function main([command, ...args]) {
  if (!(command in COMMANDS)) {
    process.stdout.write(usage());
    return;
  }
  run(COMMANDS[command], args);
}

async function run(command, args) {
  const { CannotAsk } = require('loop/asking');
  try {
    await command.run(args);
  } catch (error) {
    if (!(error instanceof CannotAsk || error instanceof BadUsage)) throw error;
    const hint = error instanceof BadUsage ? `\nusage: eddy loop ${command.usage}` : '';
    process.stderr.write(`eddy loop: ${error.message}${hint}\n`);
    process.exitCode = error instanceof BadUsage ? 9 : 1;
  }
}

class BadUsage extends Error {}

function usage() {
  const lines = Object.values(COMMANDS).map(({ usage: form, what }) => `  eddy loop ${form.padEnd(30)} ${what}`);
  return `Sees what the event loop of a running process does. Nothing has to be turned on before.\n\n${lines.join('\n')}\n`;
}

// --- Arguments. ---

function parse(args, options) {
  const { parseArgs } = require('util');
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new BadUsage(error.message);
  }
}

function onePid(positionals) {
  const [text, ...more] = positionals;
  const pid = Number(text);
  if (text === undefined || more.length > 0) throw new BadUsage('one process is asked, by its number');
  if (!Number.isInteger(pid) || pid <= 0 || pid >= 2 ** 31) throw new BadUsage(`${text} is no number of a process`);
  return pid;
}

// --- The commands. ---

async function why(args) {
  const { values, positionals } = parse(args, { json: { type: 'boolean' } });
  const { answerOf, CannotAsk } = require('loop/asking');
  const answer = (await answerOf(onePid(positionals), values.json ? 'why-json' : 'why')).toString();
  if (answer === '') throw new CannotAsk('the process ended before it answered');
  if (answer.startsWith('error: ')) throw new CannotAsk(answer.slice(7).trimEnd());
  process.stdout.write(answer);
}

async function top(args) {
  const { values, positionals } = parse(args, { 'period': { type: 'string', default: '1s' }, 'count': { type: 'string' } });
  const count = values.count === undefined ? Infinity : Number(values.count);
  if (!(count > 0)) throw new BadUsage(`--count=${values.count} is no number of lines`);
  await require('loop/top').top(onePid(positionals), milliseconds(values.period), count);
}

async function view(args) {
  const { values, positionals } = parse(args, { port: { type: 'string', default: '0' } });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new BadUsage(`${values.port} is no port`);
  await require('loop/view').view(onePid(positionals), port);
}

async function trace(args) {
  const { values, positionals } = parse(args, {
    time: { type: 'string', short: 't', default: '5s' },
    output: { type: 'string', short: 'o' },
  });
  const pid = onePid(positionals);
  const time = milliseconds(values.time);
  const { ask, chunksOf, CannotAsk } = require('loop/asking');
  const { pipeline } = require('stream').promises;
  const fs = require('fs');
  const file = values.output ?? `loop-${pid}.pftrace`;
  const answer = await ask(pid, `trace ${time}`);
  const output = fs.createWriteStream(file);
  try {
    await pipeline(chunksOf(answer), output);
  } catch (error) {
    throw new CannotAsk(`${file} cannot be written: ${error.message}`);
  }
  if (output.bytesWritten === 0) throw new CannotAsk('the process ended before it answered');
  process.stdout.write(`${file}: ${output.bytesWritten} bytes, for https://ui.perfetto.dev\n`);
}

async function last(args) {
  const { values, positionals } = parse(args, { count: { type: 'string', short: 'n', default: '20' }, json: { type: 'boolean' } });
  if (positionals.length !== 1) throw new BadUsage('one file is read');
  const count = Number(values.count);
  if (!Number.isInteger(count) || count < 0) throw new BadUsage(`-n ${values.count} is no number of callbacks`);
  const { read, text } = require('loop/black_box');
  const { CannotAsk } = require('loop/asking');
  const box = read(positionals[0]);
  if (box.error !== undefined) throw new CannotAsk(`${positionals[0]} cannot be read: ${box.error}`);
  process.stdout.write(values.json ? `${JSON.stringify(box)}\n` : text(box, count));
}

function milliseconds(text) {
  const time = require('loop/times').milliseconds(text);
  if (time === undefined) throw new BadUsage(`${text} is no time: 500ms and 5s are`);
  return time;
}

module.exports = { isCommand, main };
