// eddy only: eddy loop
'use strict';
// A program's questions are answered in the midst of its JavaScript: nothing that it can look at may be another for that.
const assert = require('node:assert');
const net = require('node:net');
const { once } = require('node:events');
const finish = require('../../../test/_finish');
const { plant, start, stop, eddy } = require('./_asking');

const REQUESTS = 100, QUESTIONS = 1000, ASKERS = 3;

const server = `
  import { AsyncLocalStorage, createHook, executionAsyncId } from 'node:async_hooks';
  import http from 'node:http';
  const made = {};
  createHook({ init(id, type) { made[type] = (made[type] ?? 0) + 1; } }).enable();
  const storage = new AsyncLocalStorage();
  http.createServer(function onRequest(request, response) {
    storage.run(request.url, () => {
      const seen = [];
      const before = [executionAsyncId(), Error.stackTraceLimit];
      /([0-9]+)$/.exec(request.url);
      for (let i = 0; i < 2e5; i++) Math.sqrt(i);
      seen.push(RegExp.$1, RegExp.lastMatch, executionAsyncId() === before[0], Error.stackTraceLimit === before[1]);
      process.nextTick(() => seen.push('tick', storage.getStore()));
      Promise.resolve().then(() => seen.push('job', storage.getStore()));
      setImmediate(() => {
        seen.push('immediate', storage.getStore(), process.getActiveResourcesInfo().sort().join());
        response.end(JSON.stringify(seen) + JSON.stringify(made));
      });
    });
  }).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
`;

/** Asks a program that was just started by HTTP, one request behind the other, as long as `goesOn(count)`; gives the answers. */
async function answersOf(child, goesOn) {
  const answers = [];
  const socket = net.connect(child.line, '127.0.0.1').setEncoding('latin1');
  let text = '';
  while (goesOn(answers.length)) {
    socket.write(`GET /${answers.length} HTTP/1.1\r\nHost: a\r\n\r\n`);
    let head;
    while (!(head = /^HTTP\/1\.1 200 OK\r\n.*?Content-Length: (\d+)\r\n(?:.*?\r\n)?\r\n/is.exec(text)) || text.length < head[0].length + +head[1]) {
      const [chunk] = await once(socket, 'data');
      text += chunk;
    }
    const end = head[0].length + +head[1];
    answers.push(text.slice(head[0].length, end));
    text = text.slice(end);
  }
  socket.destroy();
  return answers;
}

/** Asks by its socket; resolves with the answer behind the greeting. */
async function ask(path, question) {
  const socket = net.connect({ path }).setEncoding('utf8');
  socket.write(`${question}\n`);
  let text = '';
  for await (const chunk of socket) {
    text += chunk;
    if (question.startsWith('records') && text.endsWith(']}\n')) break;
  }
  return text.slice(text.indexOf('\n') + 1);
}

async function whileAsked(child, work) {
  assert.strictEqual((await eddy(['loop', 'why', String(child.pid)])).code, 0);
  const path = `/tmp/eddy-${process.geteuid()}/loop-${child.pid}`;
  let count = 0, isOver = false;
  const askers = Array.from({ length: ASKERS }, async (_, i) => {
    const question = ['why', 'why-json', 'records 20'][i % 3];
    for (; !isOver; count++) assert.match(await ask(path, question), /server|"pool"/, question);
  });
  const result = await work(() => count);
  isOver = true;
  await Promise.all(askers);
  return result;
}

finish(async () => {
  const asked = await start([plant('server.mjs', server)]);
  const answers = await whileAsked(asked, (questions) => answersOf(asked, (count) => count < REQUESTS || questions() < QUESTIONS));
  await stop(asked);
  const unasked = await start([plant('server.mjs', server)]);
  assert.deepStrictEqual(answers, await answersOf(unasked, (count) => count < answers.length));
  await stop(unasked);
});
