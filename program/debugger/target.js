'use strict';
// The process that is debugged: started by us, or one that runs.

const process = require('process_object');
const { ERR_DEBUGGER_STARTUP_ERROR } = require('errors');

const LISTENING = /Debugger listening on ws:\/\/\[?([^\]/]+?)\]?:(\d+)\//;
const PORT_WAIT_MS = 5000;      // for others to leave the port
const PORT_LOOK_MS = 100;
const KILL_AFTER_MS = 2000;     // who does not end by SIGTERM

/** A program that is started with --inspect-brk. */
class Launched {
  #request;
  #onOutput;
  #child;

  /** @param {function(string)} onOutput gets what the program prints */
  constructor(request, onOutput) {
    this.#request = request;
    this.#onOutput = onOutput;
  }

  /** Starts the program. @returns {Promise<{host: string, port: number}>} where it listens */
  async start() {
    const { host, port, words } = this.#request;
    if (port !== 0) await waitForPort(host, port);
    const { spawn } = require('child_process');
    const child = spawn(process.execPath, [...process.execArgv, `--inspect-brk=${port}`, ...words]);
    this.#child = child;
    return new Promise((resolve, reject) => {
      let text = '';
      const look = (chunk) => {
        this.#onOutput(chunk);
        if (text === undefined) return;
        text += chunk;
        const address = LISTENING.exec(text);
        if (address === null) return;
        text = undefined;
        resolve({ host: address[1], port: Number(address[2]) });
      };
      child.stdout.setEncoding('utf8').on('data', this.#onOutput);
      child.stderr.setEncoding('utf8').on('data', look);
      child.on('error', reject);
      child.on('close', (code, signal) => {
        if (this.#child === child) this.#child = undefined;
        const how = signal === null ? `with code ${code}` : `by ${signal}`;
        reject(new ERR_DEBUGGER_STARTUP_ERROR(`The program ended ${how} before a debugger could connect.`));
      });
    });
  }

  /** Ends the program. @returns {Promise<void>} once it has ended */
  stop() {
    const child = this.#child;
    if (child === undefined) return Promise.resolve();
    this.#child = undefined;
    return new Promise((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
      child.on('close', () => {
        clearTimeout(timer);
        resolve();
      });
      child.kill();
    });
  }

  /** Ends the program, without waiting: the debugger itself ends. */
  abandon() {
    this.#child?.kill();
    this.#child = undefined;
  }
}

/** One that runs already. It stays when the debugger goes. */
class Running {
  #request;

  constructor(request) {
    this.#request = request;
  }

  async start() {
    const { host, port, pid } = this.#request;
    if (pid !== undefined) letListen(pid);
    return { host, port };
  }

  async stop() {}
  abandon() {}
}

function letListen(pid) {
  try {
    process._debugProcess(pid);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
    throw new ERR_DEBUGGER_STARTUP_ERROR(`Target process: ${pid} doesn't exist.`);
  }
}

async function waitForPort(host, port) {
  const { setTimeout: sleep } = require('timers/promises');
  for (const end = Date.now() + PORT_WAIT_MS; Date.now() < end; await sleep(PORT_LOOK_MS)) {
    if (await isFree(host, port)) return;
  }
  throw new ERR_DEBUGGER_STARTUP_ERROR(`Timeout (${PORT_WAIT_MS}) waiting for ${host}:${port} to be free`);
}

// Whether nobody listens there; that it may not be listened at is for the program to say.
function isFree(host, port) {
  const { createServer } = require('net');
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', ({ code }) => resolve(code !== 'EADDRINUSE'));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The target that `request` (see arguments) names. */
function targetOf(request, onOutput) {
  return request.kind === 'launch' ? new Launched(request, onOutput) : new Running(request);
}

module.exports = { targetOf };
