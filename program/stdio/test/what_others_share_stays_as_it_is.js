// eddy only: Node sets O_NONBLOCK on the pipes that it shares, while it runs.
'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

// A shell gives its own descriptors to a program, and then looks at them: flags are octal, O_NONBLOCK is 04000.
const flags = 'fs.readFileSync("/proc/self/fdinfo/" + fd, "utf8").match(/flags:\\s*(\\d+)/)[1]';
const program = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-')), 'program.js');
fs.writeFileSync(program, `const fs = require('fs');
  process.stdin.on('data', () => {}); process.stdout.write('x'.repeat(200000)); console.error('y'.repeat(200000));
  const told = [0, 1, 2].map((fd) => (parseInt(${flags}, 8) & 0o4000) !== 0);
  fs.writeFileSync(process.argv[2], told.join());`);

const told = `${program}.txt`;
const line = `(sleep 0.05; echo 1) | { "${process.execPath}" "${program}" "${told}" | cat > /dev/null; } 2>&1 | cat > /dev/null`;
assert.strictEqual(spawnSync('/bin/sh', ['-c', line]).status, 0);
assert.strictEqual(fs.readFileSync(told, 'utf8'), 'false,false,false');
fs.rmSync(path.dirname(program), { recursive: true });
