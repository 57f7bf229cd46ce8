const crossSpawn = require('cross-spawn');
const { onExit } = require('signal-exit');

console.log(String(crossSpawn.sync('echo', ['one']).stdout), crossSpawn.sync('no-such-program').error.code);
onExit((code, signal) => { console.log('exit', code, signal); });
crossSpawn('echo', ['two'], { stdio: 'inherit' }).on('close', () => process.kill(process.pid, 'SIGTERM'));
setInterval(() => {}, 1000);
