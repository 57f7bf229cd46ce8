'use strict';
const assert = require('node:assert');

const [seconds, nanoseconds] = process.hrtime();
assert.ok(seconds >= 0 && nanoseconds >= 0 && nanoseconds < 1e9);
assert.ok(process.hrtime([seconds, nanoseconds])[0] < 60);
assert.ok(process.hrtime.bigint() > BigInt(seconds) * 1000000000n);
assert.throws(() => process.hrtime(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => process.hrtime([1]), { code: 'ERR_OUT_OF_RANGE' });

const before = process.cpuUsage();
assert.ok(before.user >= 0 && before.system >= 0 && before.user + before.system > 0); // the kernel shares it out roughly
assert.ok(process.cpuUsage(before).user >= 0);
assert.throws(() => process.cpuUsage({ user: -1, system: 0 }), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => process.cpuUsage({ user: 'a' }), { code: 'ERR_INVALID_ARG_TYPE' });
assert.deepStrictEqual(Object.keys(process.memoryUsage()), ['rss', 'heapTotal', 'heapUsed', 'external', 'arrayBuffers']);
assert.ok(process.memoryUsage.rss() > 1e6);
assert.ok(process.resourceUsage().maxRSS > 1000);
assert.ok(process.uptime() > 0);
assert.ok(process.constrainedMemory() >= 0);
assert.ok(process.availableMemory() > 0);
