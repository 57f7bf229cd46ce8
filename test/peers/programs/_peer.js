// What the programs share: the certificates that ../run has made, ports, peers in processes of their own, and what is printed.
'use strict';
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');

const certificates = process.env.PEERS_CERTIFICATES;
const file = (name) => path.join(certificates, name);
const read = (name) => fs.readFileSync(file(name));

/** Options of a server with a certificate for 'localhost' and 127.0.0.1. */
const serverFiles = () => ({ key: read('server.key'), cert: read('server.pem'), ca: read('ca.pem') });
/** Options of a client that has a certificate itself. */
const clientFiles = () => ({ key: read('client.key'), cert: read('client.pem'), ca: read('ca.pem') });

const children = new Set();
process.on('exit', () => { for (const child of children) child.kill('SIGKILL'); });

/** A port that is free now. */
async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.on('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Listens on a free port of 127.0.0.1, and gives it. */
async function listen(server) {
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return server.address().port;
}

/** Starts a peer that listens on `port`: resolved once it accepts connections. */
async function startPeer(command, args, port, options) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  children.add(child);
  let text = '';
  let ended = false;
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => { text += data; });
  child.on('error', (error) => { ended = true; text += error.message; });
  child.on('exit', () => { ended = true; children.delete(child); });
  for (;;) {
    if (ended) throw new Error(`${command} ended before it listened:\n${text}`);
    const socket = net.connect(port, '127.0.0.1');
    const open = await new Promise((resolve) => socket.once('connect', () => resolve(true)).once('error', () => resolve(false)));
    socket.destroy();
    if (open) return child;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Ends a peer, and waits for its end. */
async function endPeer(child, signal = 'SIGTERM') {
  const end = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode === null && child.signalCode === null && child.kill(signal)) await end;
}

/** Runs a command to its end: { code, stdout, stderr }. @param {string|Buffer} [input] for its stdin */
function run(command, args, input, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options);
    children.add(child);
    const output = { stdout: [], stderr: [] };
    for (const name of ['stdout', 'stderr']) child[name].on('data', (data) => output[name].push(data));
    child.on('error', reject);
    child.on('close', (code) => {
      children.delete(child);
      resolve({ code, stdout: Buffer.concat(output.stdout).toString('latin1'), stderr: Buffer.concat(output.stderr).toString('latin1') });
    });
    child.stdin.on('error', () => {}); // it need not read
    child.stdin.end(input);
  });
}

/** Debian keeps PostgreSQL's programs out of PATH, and none of them runs as root. */
function asNobody(folder) {
  if (process.getuid() !== 0) return {};
  const [, , uid, gid] = fs.readFileSync('/etc/passwd', 'utf8').match(/^nobody:.*$/m)[0].split(':').map(Number);
  fs.chownSync(folder, uid, gid);
  return { uid, gid };
}

/** Runs the checks of a program one after the other, and prints a line for each: what it gave. @param {Object<string, Function>} checks */
async function check(checks) {
  for (const [name, body] of Object.entries(checks)) {
    let result;
    try {
      result = await body() ?? 'as it should be';
    } catch (error) {
      result = `FAILS ${error.stack}`;
      process.exitCode = 1;
    }
    console.log(`${name}: ${typeof result === 'string' ? result : JSON.stringify(result)}`);
  }
}

module.exports = { asNobody, certificates, check, clientFiles, endPeer, file, freePort, listen, read, run, serverFiles, startPeer };
