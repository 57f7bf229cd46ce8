import { register, createRequire } from 'node:module';
import { Hook, createAddHookMessageChannel } from 'import-in-the-middle';
const { registerOptions, waitForAllMessagesAcknowledged } = createAddHookMessageChannel();
register('import-in-the-middle/hook.mjs', import.meta.url, registerOptions);
const seen = [];
new Hook(['fs', 'dependency.mjs', './dependency.mjs', 'node:os'], (exported, name, base) => {
  seen.push([name, base === undefined]);
  if (name === 'os' || name === 'node:os') exported.hostname = () => 'wrapped';
});
await waitForAllMessagesAcknowledged();
const os = await import('node:os');
console.log(os.hostname(), typeof os.default.hostname);
const dependency = await import('./dependency.mjs');
console.log(dependency.name, dependency.default, seen);
