// node:os: what the machine and its system are.
'use strict';
const { fixProperties } = require('define');
const { ERR_SYSTEM_ERROR, hideFrom } = require('errors');
const { uvErrorOf } = require('errors/system');
const { validateInt32 } = require('validators');
const native = binding('os');
const { numbers: signals } = binding('signals');

/** What the native half gives; its errors as ERR_SYSTEM_ERROR, from the public function on. */
function ask(publicFunction, query, ...values) {
  try {
    return query(...values);
  } catch ({ errno, code, syscall }) {
    const info = { errno, code, message: uvErrorOf(errno)?.[1] ?? 'unknown error', syscall };
    throw hideFrom(new ERR_SYSTEM_ERROR(info), publicFunction);
  }
}

/** Lets a function that takes nothing stand for its value: `${os.hostname}`. */
function asValue(getter) {
  Object.defineProperty(getter, Symbol.toPrimitive, {
    __proto__: null, configurable: true, enumerable: false, value: () => getter(), writable: true,
  });
  return getter;
}

/** The architecture eddy was built for, as process.arch: 'x64', 'arm64' ... */
function arch() {
  return require('process_object').arch;
}

/** The operating system, as process.platform: 'linux'. */
function platform() {
  return require('process_object').platform;
}

/** How many threads are worth having, at least 1. */
function availableParallelism() {
  return native.availableParallelism();
}

/** @returns {{model: string, speed: number, times: object}[]} speed: MHz; times: milliseconds */
function cpus() {
  const fields = ask(cpus, native.cpus);
  const list = [];
  for (let i = 0; i < fields.length; i += 7) {
    list.push({
      model: fields[i],
      speed: fields[i + 1],
      times: {
        user: fields[i + 2],
        nice: fields[i + 3],
        sys: fields[i + 4],
        idle: fields[i + 5],
        irq: fields[i + 6],
      },
    });
  }
  return list;
}

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** The order of bytes: 'LE' (little-endian) or 'BE'. */
function endianness() {
  return isLittleEndian ? 'LE' : 'BE';
}

/** Bytes of memory that are free. */
function freemem() {
  return native.freemem();
}

/** Bytes of memory that there are. */
function totalmem() {
  return native.totalmem();
}

/** The home directory: $HOME, else the one of the effective user. Throws ERR_SYSTEM_ERROR. */
function homedir() {
  return ask(homedir, native.homedir);
}

/** The name of the machine: uname(2)'s nodename. Throws ERR_SYSTEM_ERROR. */
function hostname() {
  return ask(hostname, native.hostname);
}

/** The load of the last 1, 5 and 15 minutes. */
function loadavg() {
  return native.loadavg();
}

/** How many leading bits of a netmask are set; undefined where they are not all at its head. */
function prefixLength(netmask, family) {
  const groups = family === 'IPv4' ? netmask.split('.').map(Number) : expandIPv6(netmask);
  const width = family === 'IPv4' ? 8 : 16;
  const bits = groups.map((group) => group.toString(2).padStart(width, '0')).join('');
  return /^1*0*$/.test(bits) ? bits.lastIndexOf('1') + 1 : undefined;
}

/** The eight groups of an IPv6 address. */
function expandIPv6(address) {
  const [head, tail] = address.split('::');
  const groups = (text) => (text ? text.split(':').map((group) => Number.parseInt(group, 16)) : []);
  const before = groups(head);
  if (tail === undefined) return before;
  const after = groups(tail);
  return [...before, ...new Array(8 - before.length - after.length).fill(0), ...after];
}

/** The addresses of each network interface that has been assigned one, by the interface's name. */
function networkInterfaces() {
  const fields = ask(networkInterfaces, native.interfaces);
  const interfaces = {};
  for (let i = 0; i < fields.length; i += 7) {
    const [name, address, netmask, family, mac, internal, scopeid] = fields.slice(i, i + 7);
    const prefix = prefixLength(netmask, family);
    const cidr = prefix === undefined ? null : `${address}/${prefix}`;
    const entry = { address, netmask, family, mac, internal, cidr };
    if (scopeid !== -1) entry.scopeid = scopeid;
    (interfaces[name] ??= []).push(entry);
  }
  return interfaces;
}

let systemName;

/** sysname, release, version, machine: they do not change while we run. */
function nameField(index, publicFunction) {
  systemName ??= ask(publicFunction, native.systemName);
  return systemName[index];
}

/** The operating system's name as uname(3) gives it: 'Linux'. */
function type() {
  return nameField(0, type);
}

/** The operating system's release as uname(3) gives it: '6.1.0'. */
function release() {
  return nameField(1, release);
}

/** A text about the kernel's build, as uname(3) gives it. */
function version() {
  return nameField(2, version);
}

/** The machine's type as uname(3) gives it: 'x86_64', 'aarch64' ... */
function machine() {
  return nameField(3, machine);
}

/** The directory for temporary files, without a slash at its end. */
function tmpdir() {
  const { env } = require('process_object');
  const path = env.TMPDIR || env.TMP || env.TEMP || '/tmp';
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Seconds since the system started. */
function uptime() {
  return ask(uptime, native.uptime);
}

/** @param {{encoding?: string}} [options] encoding: 'buffer' for Buffers. Who runs this process. */
function userInfo(options) {
  const { Buffer } = require('buffer');
  const encoding = typeof options === 'object' && options !== null ? options.encoding : undefined;
  const [uid, gid, username, homedir, shell] = ask(userInfo, native.userInfo);
  const decode = (bytes) => {
    if (bytes === null) return null;
    const buffer = Buffer.from(bytes, 'latin1');
    if (encoding === 'buffer') return buffer;
    return buffer.toString(Buffer.isEncoding(encoding) ? encoding : 'utf8');
  };
  return { __proto__: null, uid, gid, username: decode(username), homedir: decode(homedir), shell: decode(shell) };
}

/** The scheduling priority of a process, this one where `pid` is 0 or not given. */
function getPriority(pid) {
  if (pid === undefined) pid = 0;
  else validateInt32(pid, 'pid');
  return ask(getPriority, native.getPriority, pid);
}

/** setPriority(priority) or setPriority(pid, priority); from -20 (highest) to 19. */
function setPriority(pid, priority) {
  if (priority === undefined) {
    priority = pid;
    pid = 0;
  }
  validateInt32(pid, 'pid');
  validateInt32(priority, 'priority', -20, 19);
  ask(setPriority, native.setPriority, pid, priority);
}

const constants = fixProperties({
  __proto__: null,
  UV_UDP_REUSEADDR: native.UV_UDP_REUSEADDR,
  dlopen: fixProperties(native.dlopen),
  errno: fixProperties(native.errno),
  signals: fixProperties(signals),
  priority: fixProperties(native.priority),
});

module.exports = {
  arch: asValue(arch),
  availableParallelism: asValue(availableParallelism),
  cpus,
  endianness: asValue(endianness),
  freemem: asValue(freemem),
  getPriority,
  homedir: asValue(homedir),
  hostname: asValue(hostname),
  loadavg,
  networkInterfaces,
  platform: asValue(platform),
  release: asValue(release),
  setPriority,
  tmpdir: asValue(tmpdir),
  totalmem: asValue(totalmem),
  type: asValue(type),
  userInfo,
  uptime: asValue(uptime),
  version: asValue(version),
  machine: asValue(machine),
};
Object.defineProperties(module.exports, {
  __proto__: null,
  constants: { __proto__: null, configurable: false, enumerable: true, value: constants },
  EOL: { __proto__: null, configurable: true, enumerable: true, value: '\n', writable: false },
  devNull: { __proto__: null, configurable: true, enumerable: true, value: '/dev/null', writable: false },
});
