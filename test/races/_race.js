'use strict';
// What the planted races share. Each is right nearly always: its steps are some milliseconds apart, and what they wait for
// takes less. Run with the argument 'mended', it is right whatever the loop does.
const assert = require('node:assert');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const isMended = process.argv[2] === 'mended';
let ending;

/** A folder that is gone when the process ends. */
function folder() {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-race-'));
  process.on('exit', () => fs.rmSync(made, { recursive: true, force: true }));
  return made;
}

/** What must be so in the end; called when the process ends by itself. */
function atEnd(check) {
  ending = check;
}
process.on('exit', (code) => {
  if (code !== 0) return;
  try {
    assert.ok(ending, 'a race says what must be so in the end');
    ending();
  } catch (error) {
    console.error(`${error.name}: ${error.message}`);
    process.exitCode = 1;
  }
});

/** Lines of text over a socket. */
function onLines(socket, listener) {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) listener(line);
  });
}

/** A server that answers lines; `answer(line, reply)`. */
function serve(answer, ready) {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    onLines(socket, (line) => answer(line, (text) => socket.writable && socket.write(`${text}\n`)));
  });
  server.listen(0, '127.0.0.1', () => ready(server.address().port, server));
  return server;
}

module.exports = { assert, fs, net, path, isMended, folder, atEnd, onLines, serve };
