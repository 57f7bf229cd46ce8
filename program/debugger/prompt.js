'use strict';
// Where commands are entered. Each line is a program that runs in the prompt's own context, whose globals are the commands;
// in `repl` mode it is evaluated in the other process.

const process = require('process_object');
const { inspect } = require('util');
const { writer } = require('repl');

const PROMPT = 'debug> ';
const EVALUATION = /^\s*(?:exec|p)\s+([^\n]*)/;

// The inspector's domains are proxies, which is nobody's affair.
function show(value) {
  const { stdout } = process;
  return inspect(value, { ...writer.options, showProxy: false, colors: stdout.isTTY && stdout.hasColors() });
}

class Prompt {
  #server;
  #running = 0;
  #lastLine = '';
  #evaluate;            // of repl mode; undefined outside of it
  #whenReady;

  /**
   * @param {function(object)} defineCommands gives a context its commands
   * @param {function(): Promise} whenReady what each command waits for
   * @param {function()} onExit
   */
  constructor(defineCommands, whenReady, onExit) {
    this.#whenReady = whenReady;
    const server = require('repl').start({
      prompt: PROMPT,
      input: process.stdin,
      output: process.stdout,
      useGlobal: false,
      ignoreUndefined: true,
      writer: show,
      eval: (line, context, file, callback) => this.#run(line, context, file, callback),
    });
    this.#server = server;
    defineCommands(server.context);
    server.on('reset', defineCommands);
    server.on('exit', onExit);
    this.#handleInterrupts();
  }

  #handleInterrupts() {
    const server = this.#server;
    const usual = server.listeners('SIGINT');
    server.removeAllListeners('SIGINT');
    server.on('SIGINT', () => {
      if (this.#evaluate !== undefined) return this.#leaveRepl();
      for (const listener of usual) listener.call(server);
    });
    server.defineCommand('interrupt', () => server.emit('SIGINT'));
  }

  /** Whether a command runs, behind which the prompt is shown anyway. */
  get isBusy() {
    return this.#running > 0;
  }

  show() {
    this.#server.displayPrompt(true);
  }

  /** From now on lines are given to `evaluate`, which returns a promise for a value to print. */
  enterRepl(evaluate) {
    this.#evaluate = evaluate;
    this.#server.setPrompt('> ');
  }

  #leaveRepl() {
    this.#evaluate = undefined;
    this.#server.clearLine();
    this.#server.setPrompt(PROMPT);
    this.show();
  }

  async #run(line, context, file, callback) {
    this.#running++;
    let failed = false, value;
    try {
      await this.#whenReady();
      value = await (this.#evaluate ? this.#evaluate(line) : this.#runCommand(line, context, file));
    } catch (error) {
      failed = true;
      value = error;
    }
    this.#running--;
    if (failed) callback(value);
    else callback(null, value);
  }

  // An empty line is the last one again.
  #runCommand(line, context, file) {
    const input = line === '\n' ? this.#lastLine : line;
    this.#lastLine = input;
    const evaluation = EVALUATION.exec(input);
    const code = evaluation === null ? input : `exec(${JSON.stringify(evaluation[1])})`;
    return require('vm').runInContext(code, context, file);
  }
}

module.exports = { Prompt };
