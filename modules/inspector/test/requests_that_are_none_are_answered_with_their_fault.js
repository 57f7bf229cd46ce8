// eddy only: Node 24.12 aborts on a category that is no string.
// Ids that are no integers, methods that are none and parameters of a wrong kind get an error each; so do those that only a prototype has.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(9);
const inspector = require('node:inspector/promises');
const { Debuggee } = require('./_client');

// Sends messages as they stand, and gives as many answers.
async function answers(url, messages) {
  const socket = new WebSocket(url);
  const received = [];
  await new Promise((resolve, reject) => {
    socket.onopen = () => { for (const message of messages) socket.send(message); };
    socket.onmessage = ({ data }) => { if (received.push(JSON.parse(data)) === messages.length) resolve(); };
    socket.onerror = reject;
  });
  socket.close();
  return received;
}

finish(async () => {
  const program = new Debuggee(['--inspect=0', '-e', 'setInterval(() => {}, 1000)']);
  const messages = ['1e300', '1.5', '"1"', 'null'].map((id) => `{"id":${id},"method":"NodeRuntime.enable"}`);
  const received = await answers(await program.url(), [...messages, '{"id":7,"method":"NodeRuntime.none"}']);
  const last = received.pop();
  for (const { error } of received) assert.ok(error.code === -32600 || error.code === -32601, `code ${error.code}`);
  assert.deepStrictEqual([last.id, last.error.code, last.error.message], [7, -32601, "'NodeRuntime.none' wasn't found"]);
  program.process.kill();
  await program.ended;

  const session = new inspector.Session();
  session.connect();
  const refused = { code: 'ERR_INSPECTOR_COMMAND' };
  for (const includedCategories of ['node', [1]]) {
    await assert.rejects(session.post('NodeTracing.start', { traceConfig: { includedCategories } }), refused);
  }
  Object.defineProperty(Object.prototype, 'includedCategories', { __proto__: null, configurable: true, get() { throw new Error('the program\'s'); } });
  try {
    await assert.rejects(session.post('NodeTracing.start', { traceConfig: {} }), refused);
  } finally {
    delete Object.prototype.includedCategories;
  }
  assert.deepStrictEqual(await session.post('NodeTracing.stop'), {});
  session.disconnect();
});
