'use strict';
// A conversation with one target: what it is at, and what the commands do.

const process = require('process_object');
const { ERR_DEBUGGER_ERROR } = require('errors');
const { inspect } = require('util');
const { validateInteger, validateNumber, validateString } = require('validators');
const { Breakpoints } = require('debugger/breakpoints');
const { Client } = require('debugger/client');
const { defineCommands } = require('debugger/commands');
const { backtraceOf, scopesOf } = require('debugger/frames');
const { Listing } = require('debugger/listing');
const { HeapSnapshots, Profiles } = require('debugger/profiles');
const { Prompt } = require('debugger/prompt');
const { Scripts, displayName } = require('debugger/scripts');
const { targetOf } = require('debugger/target');
const { Terminal } = require('debugger/terminal');
const { RemoteValue } = require('debugger/values');
const { Watchers } = require('debugger/watchers');

const LIST_CONTEXT = 5;         // lines on each side, where a breakpoint has been set
const START_REASON = 'Break on start';
const SUBJECT = { expression: 'process.versions.v8', returnByValue: true };
const VALUES = { objectGroup: 'debugger', generatePreview: true };

class Session {
  #target;
  #isPatient;
  #terminal = new Terminal(process.stdout);
  #context = 2;                 // lines on each side, where it is paused
  #exceptions = 'none';
  #pause;                       // the parameters of Debugger.paused while it is
  #resumesOnStart = process.env.NODE_INSPECT_RESUME_ON_START === '1';

  ready = Promise.resolve();    // for commands
  client = new Client();
  scripts = new Scripts(this.client);
  breakpoints = new Breakpoints(this.client, this.scripts, (text) => this.print(text));
  watchers = new Watchers((expression) => this.evaluate(expression));
  profiles = new Profiles(this.client, this.#terminal);
  heapSnapshots = new HeapSnapshots(this.client, this.#terminal);

  /** @param {import('debugger/arguments').Request} request */
  constructor(request) {
    this.#isPatient = request.kind === 'process';
    this.#target = targetOf(request, (text) => this.#onOutput(text));
    this.client.setMaxListeners(0);
    this.client.on('Debugger.paused', (pause) => this.#onPaused(pause));
    this.client.on('Debugger.resumed', () => { this.#pause = undefined; });
    this.client.on('close', () => { this.#pause = undefined; });
    this.client.evaluate = (expression, options) => this.#evaluate(expression, options);
  }

  print(text) {
    this.#terminal.print(text);
  }

  // --- The target. ---

  /** Starts the target, or finds it; opens the prompt. */
  async begin() {
    await this.#start();
    this.#terminal.prompt = new Prompt((context) => defineCommands(context, this), () => this.ready, () => this.end());
    try {
      await this.#setUp();
    } catch (error) {           // it has ended already
      this.print(error.message);
      this.#terminal.showPrompt();
    }
  }

  async #start() {
    const address = await this.#target.start();
    const { connect } = require('debugger/connecting');
    await connect(this.client, address, this.#terminal, { isPatient: this.#isPatient });
  }

  // The program waits for the command to run, and other commands wait until then.
  #setUp() {
    const done = this.#tellWishes();
    this.ready = done.catch(() => {});
    return done;
  }

  async #tellWishes() {
    const { client } = this;
    await client.request('Debugger.enable');
    await client.request('Debugger.setPauseOnExceptions', { state: this.#exceptions });
    await client.request('Profiler.enable');
    const count = await this.breakpoints.restore();
    if (count > 0) this.print(`${count} breakpoints restored.`);
    await client.request('Runtime.runIfWaitingForDebugger');
  }

  /** Ends the program, if it runs, and starts it anew; or connects again with one that it has not started. */
  async restart() {
    await this.kill();
    await this.#start();
    await this.#setUp();
  }

  /** Ends the program, or the connection with one that the debugger has not started. */
  async kill() {
    this.client.disconnect();
    await this.#target.stop();
  }

  /** Ends the debugger, and the program that it has started. */
  end() {
    this.client.disconnect();
    this.#target.abandon();
    process.exit(0);
  }

  #onOutput(text) {
    this.print(text.split(/\r\n|\r|\n/).map((line) => `< ${line}`).join('\n'));
    if (this.#pause === undefined) this.#terminal.showPrompt();
  }

  // --- Where it is paused. ---

  async #onPaused(pause) {
    this.#pause = pause;
    const isStart = pause.reason === START_REASON;
    if (isStart && this.#resumesOnStart) {
      this.#resumesOnStart = false;
      return void this.goOn('resume').catch(() => {});
    }
    try {
      this.print(await this.#describePause(pause));
    } catch (error) {
      if (this.client.isConnected) this.print(`${pause.reason}: ${error.message}`);
    }
    if (this.#pause === pause) this.#terminal.showPrompt();
  }

  async #describePause({ reason, callFrames: [{ location }] }) {
    const kind = reason === 'other' ? 'break' : reason;
    const place = `${kind} in ${displayName(this.scripts.url(location.scriptId))}:${location.lineNumber + 1}`;
    const watched = this.watchers.isEmpty ? '' : `Watchers:\n${await this.watchers.show()}\n\n`;
    const source = await this.#listing(location, this.#context);
    return `${place}\n${watched}${inspect(source, { colors: process.stdout.isTTY && process.stdout.hasColors() })}`;
  }

  #requirePause() {
    if (this.#pause === undefined) throw new ERR_DEBUGGER_ERROR('Requires execution to be paused');
    return this.#pause.callFrames[0];
  }

  async #listing(location, context) {
    const { scriptId } = location;
    return new Listing(await this.scripts.lines(scriptId), location, context, this.breakpoints.linesIn(scriptId));
  }

  /** @param {'resume' | 'stepOver' | 'stepInto' | 'stepOut' | 'pause'} how */
  async goOn(how) {
    if (how !== 'pause') this.#pause = undefined;       // what it prints may come before the answer
    await this.client.request(`Debugger.${how}`);
  }

  /** @returns {object | null} null while it runs */
  backtrace() {
    return this.#pause === undefined ? null : backtraceOf(this.#pause.callFrames, this.scripts);
  }

  /** The source around the current line. @throws ERR_DEBUGGER_ERROR unless it is paused */
  list(context) {
    validateInteger(context, 'delta', 0);
    return this.#listing(this.#requirePause().location, context);
  }

  setContext(delta) {
    validateNumber(delta, 'delta', 1);
    validateInteger(delta, 'delta');
    this.#context = delta;
    this.print(`The contextLine has been changed to ${delta}.`);
  }

  /** A function that also shows as what it gives. */
  scriptList() {
    const list = (all = false) => ({ [inspect.custom]: () => this.scripts.list(this.#pause?.callFrames[0].location.scriptId, all) });
    list[inspect.custom] = () => list()[inspect.custom]();
    return list;
  }

  async showVersion() {
    const { result } = await this.client.request('Runtime.evaluate', SUBJECT);
    this.print(result.value);
  }

  // --- Breakpoints. ---

  /** setBreakpoint(), (line), ('fn()'), (script, line), each with a condition as the third argument. */
  async setBreakpoint(script, line, condition) {
    let location;
    if (script === undefined) {
      location = await this.breakpoints.setAt(this.#requirePause().location, condition);
    } else if (typeof script === 'number' && line === undefined) {
      validateInteger(script, 'line', 1);
      const { scriptId } = this.#requirePause().location;
      location = await this.breakpoints.setAt({ scriptId, lineNumber: script - 1 }, condition);
    } else {
      location = await this.breakpoints.set(script, line, condition);
    }
    return location && this.#listing(location, LIST_CONTEXT);
  }

  async clearBreakpoint(script, line) {
    if (!await this.breakpoints.clear(script, line)) this.print(`Could not find breakpoint at ${script}:${line}`);
  }

  async setPauseOnExceptions(state) {
    this.#exceptions = state;
    await this.client.request('Debugger.setPauseOnExceptions', { state });
  }

  // --- Evaluating. ---

  #evaluate(expression, options) {
    const parameters = { ...VALUES, expression, ...options };
    if (this.#pause === undefined) return this.client.request('Runtime.evaluate', parameters);
    const { callFrameId } = this.#pause.callFrames[0];
    return this.client.request('Debugger.evaluateOnCallFrame', { ...parameters, callFrameId });
  }

  /** The value of an expression, or what it threw, where the program is paused; globally while it runs. */
  async evaluate(expression) {
    const { result } = await this.#evaluate(expression);
    return new RemoteValue(result);
  }

  /** As evaluate; `{ a: 1 }` is an object, and `.scope` are the names that the paused function sees. */
  async exec(expression) {
    validateString(expression, 'expression');
    if (expression.trim() === '.scope') return scopesOf(this.client, this.#requirePause());
    if (/^\s*\{[^;]*$/.test(expression)) {
      const { result, exceptionDetails } = await this.#evaluate(`(${expression}\n)`);
      if (exceptionDetails?.exception?.className !== 'SyntaxError') return new RemoteValue(result);
    }
    return this.evaluate(expression);
  }

  openRepl() {
    this.print('Press Ctrl+C to leave debug repl');
    this.#terminal.prompt.enterRepl((line) => this.evaluate(line));
  }

  async showWatchers() {
    if (!this.watchers.isEmpty) this.print(await this.watchers.show());
  }
}

module.exports = { Session };
