// eddy --watch app.js: runs the program in a child process, and anew whenever a file that it loaded changes, or one in
// the directories of --watch-path.
// Also shown: changes.
'use strict';
const { signalNumber } = require('child_process/arguments');
const { optionsForChildren } = require('child_process/own_options');
const { getOption } = require('options');
const process = require('process_object');
const { inspect, styleText } = require('util');
const { Changes } = require('watch/changes');
const { Program } = require('watch/program');

const SETTLE_MS = 100;           // changes so close together are one
const CLEAR = '\x1bc';
const OPTION = /^--watch(?:-path|-kill-signal|-preserve-output)?(?:=|$)/;
const WITH_ARGUMENT = /^--(?:watch-path|watch-kill-signal)$/;

/** The options that the program itself gets: those of watching are left out. */
function programOptions(words) {
  const kept = [];
  for (let i = 0; i < words.length; i++) {
    if (!OPTION.test(words[i])) kept.push(words[i]);
    else if (WITH_ARGUMENT.test(words[i])) i++;
  }
  return kept;
}

class Watch {
  #name;           // of the program, as it is shown
  #program;
  #changes = new Changes(() => this.#onChange());
  #paths = getOption('--watch-path');
  #clears = process.stdout.isTTY === true && getOption('--watch-preserve-output') !== true;
  #timer;
  #restarting = false;
  #again = false;  // whether something changed while restarting

  constructor(words) {
    this.#name = inspect(words.join(' '));
    const killSignal = getOption('--watch-kill-signal') ?? 'SIGTERM';
    signalNumber(killSignal);
    const args = [...programOptions(optionsForChildren()), ...words];
    this.#program = new Program(args, killSignal, (line) => this.#onReport(line));
    for (const path of this.#paths) this.#changes.addTree(path);
  }

  run() {
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => this.#end(signal));
    process.on('SIGUSR1', () => {}); // it is the program that is debugged
    this.#start();
  }

  #start() {
    if (this.#paths.length === 0) {
      const { resolve } = require('path');
      for (const option of ['--env-file', '--env-file-if-exists']) {
        for (const file of getOption(option)) this.#changes.add(resolve(file));
      }
    }
    this.#program.start((failed) => {
      this.#say(failed ? 'red' : 'blue', `${failed ? 'Failed' : 'Completed'} running ${this.#name}. ` +
        'Waiting for file changes before restarting...');
    });
  }

  #onReport(line) {
    if (this.#paths.length > 0) return;
    if (line[0] === '?') return this.#changes.addMissing(line.slice(1));
    const space = line.indexOf(' ');
    this.#changes.add(line.slice(space + 1), Number(line.slice(1, space)));
  }

  #onChange() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#restart(), SETTLE_MS);
  }

  async #restart() {
    if (this.#restarting) {
      this.#again = true;
      return;
    }
    this.#restarting = true;
    let waited = false;
    this.#clear();
    this.#say('green', `Restarting ${this.#name}`);
    await this.#program.stop(() => {
      waited = true;
      this.#say('blue', 'Waiting for graceful termination...');
    });
    if (waited) {
      this.#clear();
      this.#say('green', `Gracefully restarted ${this.#name}`);
    }
    if (this.#paths.length === 0) this.#changes.clear();
    this.#start();
    this.#restarting = false;
    if (this.#again) {
      this.#again = false;
      this.#onChange();
    }
  }

  #clear() {
    if (this.#clears) process.stdout.write(CLEAR);
  }

  #say(color, text) {
    process.stdout.write(`${styleText(color, text)}\n`);
  }

  async #end(signal) {
    await this.#program.stop(undefined, signal);
    process.exit(0);
  }
}

/** Refuses what cannot be watched. @returns {string | undefined} why */
function whyNot() {
  for (const name of ['--check', '--eval', '--interactive']) {
    const value = getOption(name);
    if (value !== undefined && value !== false) return `either --watch or ${name} can be used, not both`;
  }
}

function main() {
  const problem = whyNot();
  if (problem !== undefined) {
    process._rawDebug(`${process.argv0}: ${problem}`);
    process.reallyExit(9);
  }
  new Watch(process.argv.slice(1)).run();
}

module.exports = { main, programOptions };
