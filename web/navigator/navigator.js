// The global navigator: what a program may know of the machine it runs on. HTML Standard, section 8.9.
'use strict';
const kConstruct = Symbol('construct');
const { arch, platform, nodeVersion } = binding('process'); // a program may change what process says

/** The platform's name as browsers give it. */
function platformName(machine, system) {
  switch (system) {
    case 'darwin': return 'MacIntel'; // browsers say so on Apple silicon, too
    case 'win32': return 'Win32';
    case 'linux': return `Linux ${intelName(machine, 'i686', 'x86_64')}`;
    case 'freebsd': return `FreeBSD ${intelName(machine, 'i386', 'amd64')}`;
    case 'openbsd': return `OpenBSD ${intelName(machine, 'i386', 'amd64')}`;
    case 'sunos': return `SunOS ${intelName(machine, 'i86pc', 'x64')}`;
    case 'aix': return 'AIX';
  }
  return `${system[0].toUpperCase()}${system.slice(1)} ${machine}`;
}

function intelName(machine, of32, of64) {
  if (machine === 'ia32') return of32;
  return machine === 'x64' ? of64 : machine;
}

/** `globalThis.navigator`. Its constructor throws ERR_ILLEGAL_CONSTRUCTOR. */
class Navigator {
  #processors;
  #languages;

  constructor(key = undefined) {
    if (key === kConstruct) return;
    const { ERR_ILLEGAL_CONSTRUCTOR } = require('errors');
    throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  /** How many processors this program may use. */
  get hardwareConcurrency() {
    this.#processors ??= require('os').availableParallelism();
    return this.#processors;
  }

  /** The LockManager. */
  get locks() {
    return require('locks').locks;
  }

  /** The locale of Intl. */
  get language() {
    return this.languages[0];
  }

  /** [language], frozen. */
  get languages() {
    this.#languages ??= Object.freeze([new Intl.NumberFormat().resolvedOptions().locale]);
    return this.#languages;
  }

  /** 'Node.js/' and the major version. */
  get userAgent() {
    return `Node.js/${nodeVersion.slice(0, nodeVersion.indexOf('.'))}`;
  }

  /** The platform as browsers say it: 'Linux x86_64'. */
  get platform() {
    return platformName(arch, platform);
  }
}

for (const name of ['hardwareConcurrency', 'locks', 'language', 'languages', 'userAgent', 'platform']) {
  Object.defineProperty(Navigator.prototype, name, { __proto__: null, enumerable: true });
}

module.exports = { Navigator, navigator: new Navigator(kConstruct) };
