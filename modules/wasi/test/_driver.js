'use strict';
// Calls the functions of a WASI object from JavaScript, as a module of WebAssembly would. drive(options) gives short forms of
// them; where a function fails, its number in WASI takes the place of the result.

process.removeAllListeners('warning');
const { WASI } = require('wasi');

exports.drive = function drive(options) {
  const wasi = new WASI({ version: 'preview1', ...options });
  const memory = new WebAssembly.Memory({ initial: 2 });
  wasi.start({ exports: { memory, _start() {} } });
  const calls = wasi.wasiImport;
  const view = () => new DataView(memory.buffer);
  const text = (at, length) => Buffer.from(memory.buffer, at, length).toString();
  // Puts a text into the memory: its address and length.
  const put = (string, at = 1024) => {
    const bytes = Buffer.from(string);
    Buffer.from(memory.buffer).set(bytes, at);
    return [at, bytes.length];
  };
  // An array of one { address, length } at 16; results come at 0 and 8.
  const piece = (at, length) => {
    view().setUint32(16, at, true);
    view().setUint32(20, length, true);
    return [16, 1];
  };

  return {
    wasi, calls, memory, view, text, put,
    open(fd, path, { o = 0, flags = 0, base = 0xfffffffn, inheriting = 0xfffffffn, follow = 1 } = {}) {
      const error = calls.path_open(fd, follow, ...put(path), o, base, inheriting, flags, 0);
      return error === 0 ? { fd: view().getUint32(0, true) } : error;
    },
    read(fd, length, offset) {
      const list = piece(4096, length);
      const error = offset === undefined ? calls.fd_read(fd, ...list, 8) : calls.fd_pread(fd, ...list, offset, 8);
      return error === 0 ? text(4096, view().getUint32(8, true)) : error;
    },
    write(fd, string, offset) {
      const list = piece(...put(string, 4096));
      const error = offset === undefined ? calls.fd_write(fd, ...list, 8) : calls.fd_pwrite(fd, ...list, offset, 8);
      return error === 0 ? { written: view().getUint32(8, true) } : error;
    },
    stat(fd, path, follow = 1) {
      const error = path === undefined ? calls.fd_filestat_get(fd, 0) :
        calls.path_filestat_get(fd, follow, ...put(path), 0);
      if (error !== 0) return error;
      const at = (place) => view().getBigUint64(place, true);
      return { type: view().getUint8(16), links: at(24), size: at(32), mtime: at(48) };
    },
    rights(fd) {
      const error = calls.fd_fdstat_get(fd, 0);
      return error === 0 ? [view().getUint8(0), view().getBigUint64(8, true), view().getBigUint64(16, true)] : error;
    },
    // Up to `length` bytes of entries; the name of the last may be cut off.
    readdir(fd, length = 4096, cookie = 0n) {
      const error = calls.fd_readdir(fd, 4096, length, cookie, 0);
      if (error !== 0) return error;
      const end = 4096 + view().getUint32(0, true);
      const entries = [];
      for (let at = 4096; at + 24 <= end;) {
        const size = view().getUint32(at + 16, true);
        entries.push({
          next: view().getBigUint64(at, true), type: view().getUint8(at + 20),
          name: text(at + 24, Math.min(size, end - at - 24)),
        });
        at += 24 + size;
      }
      return { used: end - 4096, entries };
    },
    // Subscriptions { userdata, tag, id, timeout, flags } and their events [userdata, error, type, bytes, flags].
    poll(subscriptions) {
      subscriptions.forEach(({ userdata, tag, id, timeout = 0n, flags = 0 }, i) => {
        const at = 8192 + 48 * i;
        new Uint8Array(memory.buffer).fill(0, at, at + 48);
        view().setBigUint64(at, userdata, true);
        view().setUint8(at + 8, tag);
        view().setUint32(at + 16, id, true);
        view().setBigUint64(at + 24, timeout, true);
        view().setUint16(at + 40, flags, true);
      });
      const error = calls.poll_oneoff(8192, 16384, subscriptions.length, 0);
      if (error !== 0) return error;
      return Array.from({ length: view().getUint32(0, true) }, (_, i) => {
        const at = 16384 + 32 * i;
        return [view().getBigUint64(at, true), view().getUint16(at + 8, true), view().getUint8(at + 10),
          view().getBigUint64(at + 16, true), view().getUint16(at + 24, true)];
      });
    },
  };
};

/** A folder of its own with the files and links of `contents`, removed at the exit: its path. */
exports.makeFolder = function makeFolder(contents) {
  const fs = require('fs');
  const path = require('path');
  const root = fs.mkdtempSync(path.join(require('os').tmpdir(), 'wasi-'));
  process.on('exit', () => fs.rmSync(root, { recursive: true }));
  for (const [name, content] of Object.entries(contents)) {
    const file = path.join(root, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    if (typeof content === 'string') fs.writeFileSync(file, content);
    else if (content === null) fs.mkdirSync(file);
    else fs.symlinkSync(content.link, file);
  }
  return root;
};
