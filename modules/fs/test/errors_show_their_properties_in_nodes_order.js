'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-'));
process.on('exit', () => { fs.rmSync(folder, { recursive: true, force: true }); });
const missing = path.join(folder, 'no', 'such');

function shapeOf(act) {
  try {
    act();
  } catch (error) {
    return `${error.message.replace(missing, 'MISSING')} | ${Object.keys(error)}`;
  }
  return 'nothing was thrown';
}

const notThere = 'ENOENT: no such file or directory';
const notOpen = 'EBADF: bad file descriptor';
const noDescriptor = 2 ** 30;
for (const [act, shape] of [
  [() => fs.statSync(missing), `${notThere}, stat 'MISSING' | errno,code,syscall,path`],
  [() => fs.statSync(missing, { bigint: true }), `${notThere}, stat 'MISSING' | errno,code,syscall,path`],
  [() => fs.lstatSync(missing), `${notThere}, lstat 'MISSING' | errno,code,syscall,path`],
  [() => fs.fstatSync(noDescriptor), `${notOpen}, fstat | errno,code,syscall`],
  [() => fs.openSync(missing), `${notThere}, open 'MISSING' | errno,code,syscall,path`],
  // Only opendirSync() does not tell the path.
  [() => fs.opendirSync(missing), `${notThere}, opendir | errno,code,syscall`],
  [() => fs.writeSync(noDescriptor, 'text'), `${notOpen}, write | errno,syscall,code`],
  [() => fs.writeSync(noDescriptor, 'text', 0, 'latin1'), `${notOpen}, write | errno,syscall,code`],
  [() => fs.writeSync(noDescriptor, Buffer.alloc(1)), `${notOpen}, write | errno,syscall,code`],
  [() => fs.writeFileSync(noDescriptor, 'text'), `${notOpen}, write | errno,code,syscall`],
  [() => fs.writeFileSync(noDescriptor, Buffer.alloc(1)), `${notOpen}, write | errno,syscall,code`],
  [() => fs.watch(missing), `${notThere}, watch 'MISSING' | errno,syscall,code,path,filename`],
  [() => fs.watch(missing, { recursive: true }), `${notThere}, stat 'MISSING' | errno,code,syscall,path,filename`],
]) assert.strictEqual(shapeOf(act), shape);
