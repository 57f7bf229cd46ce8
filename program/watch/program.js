// The program under watch: a child process that is started, and stopped before it is started anew.
'use strict';
const { spawn } = require('child_process');
const { StringDecoder } = require('string_decoder');
const process = require('process_object');
const { setImmediate } = require('timers');
const { FD } = require('module/watch_report');

const PATIENCE_MS = 100;         // after which a stop that takes longer is reported
const REPORT_FD = 3;

class Program {
  #args;
  #killSignal;
  #child;
  #ended = Promise.resolve();   // of the child that ran last
  #onLine;

  /**
   * @param {string[]} args of eddy: options, file, arguments
   * @param {string} killSignal
   * @param {(line: string) => void} onLine gets what the child reports (module/watch_report)
   */
  constructor(args, killSignal, onLine) {
    this.#args = args;
    this.#killSignal = killSignal;
    this.#onLine = onLine;
    if (process.send !== undefined) process.on('message', (message) => this.#child?.send?.(message));
  }

  /** Starts it. @param {(failed: boolean) => void} onEnd called when it ends by itself */
  start(onEnd) {
    const stdio = ['inherit', 'inherit', 'inherit', 'pipe'];
    if (process.send !== undefined) stdio.push('ipc');
    const env = { ...process.env, [FD]: `${REPORT_FD}` };
    const child = spawn(process.execPath, this.#args, { stdio, env });
    this.#child = child;
    this.#readReports(child.stdio[REPORT_FD]);
    if (process.send !== undefined) child.on('message', (message) => process.send(message));
    this.#ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        resolve();
        // What it reported last comes first.
        setImmediate(() => setImmediate(() => {
          if (this.#child !== child) return;
          this.#child = undefined;
          onEnd(code !== 0 || signal !== null);
        }));
      });
    });
  }

  #readReports(pipe) {
    const decoder = new StringDecoder();
    let rest = '';
    pipe.on('data', (bytes) => {
      const lines = (rest + decoder.write(bytes)).split('\n');
      rest = lines.pop();
      lines.forEach(this.#onLine);
    });
    pipe.on('error', () => {});
  }

  /** Stops it, and waits until it has ended. @param {() => void} [onWait] called when that takes a while */
  async stop(onWait, signal = this.#killSignal) {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return;
    child.kill(signal);
    const timer = onWait && setTimeout(onWait, PATIENCE_MS);
    await this.#ended;
    clearTimeout(timer);
  }
}

module.exports = { Program };
