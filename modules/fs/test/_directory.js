// A directory for one test, removed when the process ends.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'fs-test-')));
process.on('exit', () => fs.rmSync(directory, { recursive: true, force: true }));

module.exports = { directory, at: (...names) => path.join(directory, ...names) };
