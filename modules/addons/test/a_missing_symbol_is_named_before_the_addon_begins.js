'use strict';
// eddy only: Node looks a symbol up when it is called, and dies where it is not there.
const assert = require('node:assert');
const library = require('./_compile')('old_forms', ['-DFORM=3']);

const refused = { name: 'Error', code: 'ERR_DLOPEN_FAILED', message: `${library}: undefined symbol: _ZN4node21ThereIsNoSuchFunctionEv` };
assert.throws(() => require(library), refused);
assert.throws(() => require(library), refused);
