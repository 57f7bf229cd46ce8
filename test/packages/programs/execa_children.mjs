import {execa,execaSync} from 'execa';
const {stdout}=await execa('echo',['unicorns']);console.log(stdout);
try{await execa(process.execPath,['-e','process.exit(3)'])}catch(e){console.log(e.exitCode,e.failed)}
console.log(execaSync('echo',['sync']).stdout);
const p=execa('cat',{input:'in'.repeat(100000)});console.log((await p).stdout.length);
for await (const line of execa('printf',['a\\nb\\n'])) console.log('line',line);
