// Every child, however it is started, goes through the shim.
const wrap = require('spawn-wrap');
const { spawn, spawnSync } = require('node:child_process');

wrap([require.resolve('./spawn_wrap_shim.js')], { WRAPPED: '1' });
const child = spawn(process.execPath, [require.resolve('./spawn_wrap_child.js'), 'a'], { stdio: 'inherit' });
child.on('exit', (code) => {
  console.log('exit', code);
  console.log(String(spawnSync(process.execPath, [require.resolve('./spawn_wrap_child.js'), 'b']).stdout));
});
