// A client of the Debug Adapter Protocol, as an editor is one: it talks to VS Code's own adapter for JavaScript.
'use strict';
const net = require('node:net');
const { once } = require('node:events');

/** One session: the adapter has a first one, and one more for each program, worker or child that is debugged. */
class Session {
  #lastSeq = 0;
  #answers = new Map();
  #waiting = [];
  #bytes = Buffer.alloc(0);
  events = []; // those nobody has waited for yet
  output = '';

  /** @param {number} port where the adapter listens */
  constructor(port) {
    this.socket = net.connect(port, '127.0.0.1').on('data', (data) => this.#receive(data));
  }

  #receive(data) {
    this.#bytes = Buffer.concat([this.#bytes, data]);
    for (;;) {
      const end = this.#bytes.indexOf('\r\n\r\n') + 4;
      const length = end < 4 ? NaN : Number(/Content-Length: (\d+)/i.exec(this.#bytes.toString('latin1', 0, end))[1]);
      if (!(this.#bytes.length >= end + length)) return;
      const message = JSON.parse(this.#bytes.toString('utf8', end, end + length));
      this.#bytes = this.#bytes.subarray(end + length);
      this.#handle(message);
    }
  }

  #handle(message) {
    if (message.type === 'response') {
      const { resolve, reject } = this.#answers.get(message.request_seq);
      this.#answers.delete(message.request_seq);
      if (message.success) resolve(message.body);
      else reject(new Error(`${message.command}: ${message.message}`));
      return;
    }
    if (message.type === 'request') {
      this.#write({ type: 'response', request_seq: message.seq, success: true, command: message.command });
      this.events.push({ event: message.command, body: message.arguments });
    } else {
      if (message.event === 'output' && message.body.category !== 'telemetry') this.output += message.body.output;
      this.events.push(message);
    }
    this.#waiting = this.#waiting.filter((look) => !look());
  }

  #write(message) {
    const text = JSON.stringify({ seq: ++this.#lastSeq, ...message });
    this.socket.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    return this.#lastSeq;
  }

  /** What the adapter answers. */
  send(command, args = {}) {
    return new Promise((resolve, reject) => {
      this.#answers.set(this.#write({ type: 'request', command, arguments: args }), { resolve, reject });
    });
  }

  /** The body of the next event, or request of the adapter's, of that name for which `fits(body)`. */
  next(name, fits = () => true) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const index = this.events.findIndex(({ event, body }) => event === name && fits(body));
        if (index < 0) {
          const hasEnded = this.events.some(({ event }) => event === 'terminated');
          if (hasEnded) reject(new Error(`the program ended without '${name}': ${this.output}`));
          return hasEnded;
        }
        resolve(this.events.splice(index, 1)[0].body);
        return true;
      };
      if (!look()) this.#waiting.push(look);
    });
  }

  /**
   * Begins to debug.
   * @param {'launch'|'attach'} request
   * @param {object} configuration as in VS Code's launch.json
   * @param {{breakpoints?: Object<string, object[]>, exceptions?: string[]}} wanted breakpoints by file
   */
  async begin(request, configuration, { breakpoints = {}, exceptions = [] }) {
    await this.send('initialize', {
      adapterID: 'pwa-node', pathFormat: 'path', linesStartAt1: true, columnsStartAt1: true, supportsStartDebuggingRequest: true,
    });
    const begun = this.send(request, configuration);
    await this.next('initialized');
    for (const [path, lines] of Object.entries(breakpoints)) await this.send('setBreakpoints', { source: { path }, breakpoints: lines });
    await this.send('setExceptionBreakpoints', { filters: exceptions });
    await this.send('configurationDone');
    await begun;
  }

  /** The session of the next program, worker or child that the adapter asks to debug. */
  async child(port, wanted) {
    const { request, configuration } = await this.next('startDebugging');
    const session = new Session(port);
    session.name = configuration.name;
    await session.begin(request, configuration, wanted);
    return session;
  }

  /** What is on the stack when the program pauses: [{id, name, line, source}]. Sets `reason`, `threadId`. */
  async pause() {
    Object.assign(this, await this.next('stopped'));
    const { stackFrames } = await this.send('stackTrace', { threadId: this.threadId, startFrame: 0, levels: 50 });
    return stackFrames;
  }

  /** 'name=value, ...' of a frame's innermost scope. */
  async scope(frame) {
    const { scopes } = await this.send('scopes', { frameId: frame.id });
    const { variables } = await this.send('variables', { variablesReference: scopes[0].variablesReference });
    return variables.map(({ name, value }) => `${name}=${value}`).join(', ');
  }

  async evaluate(expression, frame) {
    return (await this.send('evaluate', { expression, frameId: frame.id, context: 'repl' })).result;
  }

  /** 'continue', 'next', 'stepIn', 'stepOut', 'pause'. */
  go(command) {
    return this.send(command, { threadId: this.threadId });
  }

  async close() {
    this.socket.end();
    await once(this.socket, 'close');
  }
}

module.exports = { Session };
