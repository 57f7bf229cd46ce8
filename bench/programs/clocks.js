'use strict';
// The clocks: process.hrtime, performance.now and their like.
const { measure } = require('./_measure.js');

const start = process.hrtime();
let sum = 0; // keeps results in use

(async () => {
  await measure('hrtime', (times) => { for (let i = 0; i < times; i++) sum += process.hrtime()[1]; });
  await measure('hrtime since', (times) => { for (let i = 0; i < times; i++) sum += process.hrtime(start)[1]; });
  await measure('hrtime.bigint', (times) => { for (let i = 0; i < times; i++) sum += process.hrtime.bigint() > 0n ? 1 : 0; });
  await measure('performance.now', (times) => { for (let i = 0; i < times; i++) sum += performance.now(); });
  await measure('process.uptime', (times) => { for (let i = 0; i < times; i++) sum += process.uptime(); });
  await measure('process.memoryUsage.rss', (times) => { for (let i = 0; i < times; i++) sum += process.memoryUsage.rss(); });
  await measure('process.cpuUsage', (times) => { for (let i = 0; i < times; i++) sum += process.cpuUsage().user; });
})();
