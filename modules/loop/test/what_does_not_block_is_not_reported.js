// eddy only: --loop-watch
'use strict';
// A limit of 10 s, so that a slow machine is none either.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const finish = require('../../../test/_finish');
const { folder, run } = require('./_reports');

finish(async () => {
  const file = path.join(folder, 'clean.js');
  fs.writeFileSync(file, `
    const http = require('node:http');
    const server = http.createServer((request, response) => request.pipe(response)).listen(0, async () => {
      for (let i = 0; i < 50; i++) {
        const response = await fetch('http://127.0.0.1:' + server.address().port, { method: 'POST', body: 'x'.repeat(1000) });
        await response.text();
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
      process.stdout.write('done');
      server.close();
      server.closeAllConnections();
    });`);
  const { code, stdout, stderr } = await run(['--loop-watch=10s', file]);
  assert.deepStrictEqual([code, stdout, stderr], [0, 'done', '']);
});
