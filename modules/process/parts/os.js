// process.binding('os'): what node:os returns, in the flat lists of old.
'use strict';
const os = require('os');

module.exports = {
  getHostname: () => os.hostname(),
  getLoadAvg: (into) => { into.set(os.loadavg()); },
  getUptime: () => os.uptime(),
  getTotalMem: () => os.totalmem(),
  getFreeMem: () => os.freemem(),
  /** Seven values a processor: model, speed, and its times. */
  getCPUs: () => os.cpus().flatMap(({ model, speed, times }) =>
    [model, speed, times.user, times.nice, times.sys, times.idle, times.irq]),
  /** Seven values an address: interface, address, netmask, family, mac, internal, scope id (-1: none). */
  getInterfaceAddresses: () => Object.entries(os.networkInterfaces()).flatMap(([name, list]) =>
    list.flatMap(({ address, netmask, family, mac, internal, scopeid = -1 }) =>
      [name, address, netmask, family, mac, internal, scopeid])),
  getHomeDirectory: () => os.homedir(),
  getUserInfo: (options) => os.userInfo(options),
  setPriority: (pid, priority) => os.setPriority(pid, priority) ?? 0,
  getPriority: (pid) => os.getPriority(pid),
  getAvailableParallelism: () => os.availableParallelism(),
  getOSInformation: () => [os.type(), os.version(), os.release(), os.machine()],
  isBigEndian: os.endianness() === 'BE',
};
