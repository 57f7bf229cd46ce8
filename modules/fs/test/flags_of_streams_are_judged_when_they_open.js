'use strict';
// Flags that are none do not throw where a stream is made: its 'error' tells, and 'close' follows.
const assert = require('node:assert');
const fs = require('node:fs');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

const nowhere = `${__dirname}/nowhere`;
const invalid = { code: 'ERR_INVALID_ARG_VALUE', message: "The argument 'flags' is invalid. Received 'q'" };

finish(async () => {
  for (const create of [fs.createReadStream, fs.createWriteStream]) {
    for (const [flags, expected] of [
      ['q', invalid], ['', { code: 'ERR_INVALID_ARG_VALUE' }], [1.5, { code: 'ERR_OUT_OF_RANGE' }], [null, { code: 'ENOENT' }],
    ]) {
      const stream = create(nowhere, { flags });
      assert.strictEqual(stream.flags, flags);
      const closed = new Promise((resolve) => stream.on('close', resolve));
      await assert.rejects(() => once(stream, 'open'), expected);
      await closed;
    }
  }
  assert.strictEqual(fs.existsSync(nowhere), false);
});
