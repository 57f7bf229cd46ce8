import greet, { Mood } from './lib/greet';
import type { Stats } from 'node:fs';
const stats: Stats | undefined = undefined;
console.log(greet('world'), Mood.Loud, stats, typeof require, __filename.split('/').pop(), process.argv.slice(2).join());
console.log(require.main === module, Object.keys(require.extensions).join());
if (process.argv[2] === 'throw') {
  const fail = (text: string): never => {
    throw new Error(text);
  };
  fail('as asked');
}
