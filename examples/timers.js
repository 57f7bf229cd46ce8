'use strict';
// Timers: once, repeated, cancelled, awaited, and one that does not keep the program alive.
const { setTimeout: sleep } = require('node:timers/promises');

const started = performance.now();
const say = (text) => console.log(`${String(Math.round((performance.now() - started) / 100) / 10).padStart(4)} s  ${text}`);

setTimeout(say, 300, 'once, after 300 ms');

let times = 0;
const interval = setInterval(() => {
  say(`every 100 ms: ${++times}`);
  if (times === 5) clearInterval(interval);
}, 100);

const never = setTimeout(say, 200, 'never: it is cancelled');
clearTimeout(never);

setTimeout(say, 60_000, 'never: an unref-ed timer does not keep the program alive').unref();

(async () => {
  await sleep(400);
  say('awaited 400 ms');
  const gaveUp = AbortSignal.timeout(200);
  await sleep(10_000, null, { signal: gaveUp }).catch((error) => say(`gave up waiting: ${error.name}`));
})();
