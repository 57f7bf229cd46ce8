import { default as greet, Mood } from './lib/greet_module.mts';
console.log(greet('module'), Mood[3], import.meta.filename.split('/').pop());
const data = await import('./data.json', { with: { type: 'json' } });
console.log(data.default.a);
