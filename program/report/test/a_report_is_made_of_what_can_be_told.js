'use strict';
// Without a working directory, or without descriptors, a report leaves out what it cannot know, and an error that nobody
// caught is told with its own words and exit code.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

if (process.argv[2] !== undefined) {
  if (process.argv[2].includes('cwd')) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gone-'));
    process.chdir(folder);
    fs.rmdirSync(folder);
  } else {
    try {
      for (;;) fs.openSync('/dev/null');
    } catch { /* no descriptor is left */ }
  }
  if (process.argv[2].startsWith('get')) {
    const report = process.report.getReport();
    assert.strictEqual(report.header.processId, process.pid);
    assert(Array.isArray(report.sharedObjects));
    process.exit(5);
  }
  throw new Error('the original error');
}

for (const what of ['cwd', 'files', 'get cwd', 'get files']) {
  const command = `ulimit -n 200; exec "$0" --report-uncaught-exception "$@"`;
  const child = spawnSync('sh', ['-c', command, process.execPath, __filename, what], { encoding: 'utf8' });
  if (what.startsWith('get')) {
    assert.strictEqual(child.status, 5, child.stderr);
  } else {
    assert.strictEqual(child.status, 1, child.stderr);
    assert.match(child.stderr, /Error: the original error/);
  }
}
