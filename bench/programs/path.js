'use strict';
// node:path: whole paths put together and taken apart, clean ones and ones with dots.
const path = require('node:path');
const { measure } = require('./_measure.js');

const NAMES = ['index.js', 'server.ts', 'README', 'archive.tar.gz', 'lib', '.bashrc', 'a', 'component.test.jsx'];
const PATHS = NAMES.map((name, i) => `/home/user/project${i}/src/${name}`);
const DOTTED = NAMES.map((name, i) => `/home/user/../project${i}/./src//lib/../${name}`);
const COUNT = NAMES.length;
let length = 0; // keeps results in use

/** Measures `operation(i)`, which gives a string. */
function measureText(name, operation) {
  return measure(name, (times) => { for (let i = 0; i < times; i++) length += operation(i % COUNT).length; });
}

(async () => {
  await measureText('path.join', (i) => path.join('/home/user', 'project', NAMES[i]));
  await measureText('path.join, dots', (i) => path.join('/home/user', '../project', './lib', NAMES[i]));
  await measureText('path.resolve', (i) => path.resolve('/home/user', 'project', NAMES[i]));
  await measureText('path.resolve, relative', (i) => path.resolve('src', NAMES[i]));
  await measureText('path.resolve, dots', (i) => path.resolve('/home/user', '../project', './lib', NAMES[i]));
  await measureText('path.normalize', (i) => path.normalize(PATHS[i]));
  await measureText('path.normalize, dots', (i) => path.normalize(DOTTED[i]));
  await measureText('path.relative', (i) => path.relative(PATHS[i], PATHS[(i + 1) % COUNT]));
  await measureText('path.dirname', (i) => path.dirname(PATHS[i]));
  await measureText('path.basename', (i) => path.basename(PATHS[i]));
  await measureText('path.basename, suffix', (i) => path.basename(PATHS[i], '.js'));
  await measureText('path.extname', (i) => path.extname(PATHS[i]));
  await measureText('path.parse', (i) => path.parse(PATHS[i]).name);
  await measureText('path.format', (i) => path.format({ dir: '/home/user', base: NAMES[i] }));
  await measureText('path.win32.join', (i) => path.win32.join('C:\\Users\\me', 'project', NAMES[i]));
  await measure('path.isAbsolute', (times) => { for (let i = 0; i < times; i++) length += path.isAbsolute(PATHS[i % COUNT]) ? 1 : 2; });
})();
