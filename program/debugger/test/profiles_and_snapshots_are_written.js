'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(8);
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { debug } = require('./_debugger');

const json = (...parts) => JSON.parse(readFileSync(path.join(...parts), 'utf8'));

finish(async () => {
  await debug({ 'p.js': 'let x = 1;\nx++;\n' }, async (session, folder) => {
    await session.enter('profile', /^debug> $/m);
    assert.match((await session.enter('profileEnd', /(.+)\ndebug> $/))[1], /^\[Profile \d+\u03bcs\]$/);
    assert.match((await session.enter('profiles', /(.+)\ndebug> $/))[1], /^\[ \[Profile \d+\u03bcs\] \]$/);
    await session.enter('profiles[0].save()', /Saved profile to .*node\.cpuprofile\n[^]*debug> $/);
    assert.ok(Array.isArray(json(folder, 'node.cpuprofile').nodes));
    await session.enter('exec console.profile()', /undefined\n[^]*debug> $/);
    await session.enter('exec console.profileEnd()', /Captured new CPU profile\.\nAccess it with profiles\[1\]\n/);
    await session.enter("profiles[1].save('second.cpuprofile')", /Saved profile to .*second\.cpuprofile\n[^]*debug> $/);
    assert.ok(json(folder, 'second.cpuprofile').samples.length >= 0);

    for (const name of ['a', 'b']) {
      const { input: shown } = await session.enter(`takeHeapSnapshot('${name}.heapsnapshot')`,
        /Wrote snapshot: .*\.heapsnapshot\n[^]*debug> $/);
      assert.match(shown, /Heap snapshot prepared\.\n/);
      assert.ok(json(folder, `${name}.heapsnapshot`).nodes.length > 1000);
    }
    await session.enter('exec 1', /1\n[^]*debug> $/);
  });
});
