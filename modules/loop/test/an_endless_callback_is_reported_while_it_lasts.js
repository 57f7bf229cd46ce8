// eddy only: --loop-watch
'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { plant, run } = require('./_reports');

const programs = {
  'a loop': [
    'setImmediate(function forever() {',
    '  let sum = 0;',
    '  while (true) {',
    '    sum += Math.sqrt(sum) % 3;', // 5
    '  }',
    '});',
  ],
  'promise jobs': [
    'async function forever() {',
    '  for (let sum = 1; ; ) {',
    '    for (let i = 0; i < 1e5; i++) {',
    '      sum += Math.sqrt(sum + i) % 3;', // 5
    '    }',
    '    await null;',
    '  }',
    '}',
    'setImmediate(forever);',
  ],
};

finish(async () => {
  for (const [name, lines] of Object.entries(programs)) {
    const { signal, stderr } = await run(['--loop-watch=40ms', plant(`${name.replace(' ', '_')}.js`, lines)], (output, child) => {
      if (/loop blocked .* so far.*\n( .*\n)*? {2}not yours .*\n/.test(output.stderr)) child.kill('SIGKILL');
    });
    assert.strictEqual(signal, 'SIGKILL', stderr);
    assert.match(stderr, /^loop blocked .* so far in phase check/);
    assert.match(stderr, / {15}[a-z_]+\.js:5 /, `${name}: ${stderr}`);
    if (name === 'promise jobs') assert.match(stderr, / {2}never left .*promise jobs?, .* between this callback and the next\n/);
  }
});
