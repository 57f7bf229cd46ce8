'use strict';
// What clients of the inspector send: HTTP, WebSocket frames (RFC 6455) and the protocol's JSON. Whatever comes, the next client is answered.
// Input: mode (see _inspector_frames.js), the seed of the cuts, and bytes. The client is a process of its own, as messages may pause this one.
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const inspector = require('node:inspector');
const path = require('node:path');
const { lookAtMemory, offer, quiet } = require('./_target');

// Requests that end what runs here are the program's death, as they are meant to be.
const ENDS_THE_PROGRAM = /terminate/i;

inspector.open(0, '127.0.0.1', false);
const client = spawn(process.env.EDDY_FUZZ_CLIENT ?? process.execPath, [path.join(__dirname, '_inspector_client.js'), inspector.url()],
                     { stdio: ['pipe', 'pipe', 'inherit'] });
process.on('exit', () => client.kill('SIGKILL'));
let answered; // by the client's next line
client.stdout.setEncoding('latin1').on('data', (text) => {
  for (const line of text.split('\n').slice(0, -1)) answered(line);
});
client.on('exit', (code, signal) => answered(`the client ended by ${code ?? signal}`));

function give(input) {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(input.length);
  return new Promise((resolve) => {
    answered = resolve;
    client.stdin.write(Buffer.concat([length, input]));
  });
}

/** @param {Buffer} input */
async function run(input) {
  if (input.length < 3 || ENDS_THE_PROGRAM.test(input.toString('latin1'))) return;
  assert.strictEqual(await give(input), 'served');
  await quiet(1);
  await lookAtMemory();
}

module.exports = { run };
offer(module, run);
