import { Hook } from 'import-in-the-middle';
new Hook((exported, name) => { if (name.endsWith('dependency.mjs')) exported.name = 'wrapped'; if (name.endsWith('dependency.cjs')) exported.default.name = 'wrapped cjs'; });
console.log((await import('./dependency.mjs')).name, (await import('./dependency.cjs')).default.name, typeof (await import('node:fs')).readFileSync);
