'use strict';
// A debugger: starts a program with the inspector and talks to it over its WebSocket.
const { spawn } = require('node:child_process');
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

/** Writes {name: text}, runs use(folder), and removes the folder. */
async function withFiles(files, use) {
  const folder = mkdtempSync(path.join(tmpdir(), 'inspector-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A program that runs, what it prints, and where it listens. */
class Debuggee {
  stderr = '';
  stdout = '';
  #waiting = [];

  constructor(args, options = {}) {
    this.process = spawn(process.execPath, args, options);
    for (const name of ['stdout', 'stderr']) {
      this.process[name].setEncoding('utf8').on('data', (text) => {
        this[name] += text;
        this.#look();
      });
    }
    this.ended = new Promise((resolve) => {
      this.process.on('close', (code, signal) => {
        this.isClosed = true;
        resolve({ code, signal });
        this.#look();
      });
    });
  }

  #look() {
    this.#waiting = this.#waiting.filter((look) => !look());
  }

  /** What `pattern` matches in stderr, or in stdout, once it is there. */
  find(pattern, name = 'stderr') {
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(this[name]);
        if (match) resolve(match);
        else if (this.isClosed) reject(new Error(`${pattern} is not in ${JSON.stringify(this[name])}`));
        return match || this.isClosed;
      };
      if (!look()) this.#waiting.push(look);
    });
  }

  async url() {
    return (await this.find(/Debugger listening on (ws:\S+)\n/))[1];
  }

  async connect() {
    return Client.connect(await this.url());
  }
}

/** A connection that speaks the protocol. */
class Client {
  #lastId = 0;
  #answers = new Map();
  #waiting = [];
  events = []; // those nobody has waited for yet
  urls = new Map(); // scriptId -> URL

  static connect(url) {
    return new Promise((resolve, reject) => {
      const client = new Client();
      client.socket = new WebSocket(url);
      client.socket.onopen = () => resolve(client);
      client.socket.onerror = () => reject(new Error(`no connection with ${url}`));
      client.socket.onmessage = ({ data }) => client.#receive(JSON.parse(data));
      client.closed = new Promise((done) => { client.socket.onclose = done; });
    });
  }

  #receive(message) {
    if (message.id === undefined) {
      this.events.push(message);
      if (message.method === 'Debugger.scriptParsed') this.urls.set(message.params.scriptId, message.params.url);
      this.#waiting = this.#waiting.filter((look) => !look());
      return;
    }
    const { resolve, reject } = this.#answers.get(message.id);
    this.#answers.delete(message.id);
    if (message.error) reject(Object.assign(new Error(message.error.message), { code: message.error.code }));
    else resolve(message.result);
  }

  /** The result of a request; `sessionId`: of an attached target. */
  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#answers.set(id, { resolve, reject });
      this.socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
  }

  /** The parameters of the next event of that name, for which `fits(params)`; those before it are forgotten. */
  async next(method, fits = () => true) {
    return (await this.nextMessage((event) => event.method === method && fits(event.params))).params;
  }

  /** The next event for which `fits(message)`; those before it are forgotten. */
  nextMessage(fits) {
    return new Promise((resolve) => {
      const look = () => {
        const index = this.events.findIndex(fits);
        if (index < 0) return false;
        resolve(this.events.splice(0, index + 1).at(-1));
        return true;
      };
      if (!look()) this.#waiting.push(look);
    });
  }

  close() {
    this.socket.close();
    return this.closed;
  }
}

module.exports = { Client, Debuggee, pathToFileURL, withFiles };
