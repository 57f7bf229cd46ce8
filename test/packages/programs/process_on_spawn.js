const processOnSpawn = require('process-on-spawn');
const { spawn, spawnSync } = require('node:child_process');

processOnSpawn.addListener((options) => { options.env.ADDED = options.args.join(); });
console.log(String(spawnSync('sh', ['-c', 'echo "$ADDED"']).stdout));
spawn('sh', ['-c', 'echo "$ADDED"']).stdout.on('data', (data) => console.log(String(data)));
