'use strict';
// Flags: --force-context-aware
// Addons of another version, without a context where that is asked for, and with a symbol that is not here.
const assert = require('node:assert');
const compile = require('./_compile');

const other = compile('old_forms', ['-DFORM=1']);
assert.throws(() => require(other), {
  name: 'Error',
  code: 'ERR_DLOPEN_FAILED',
  message: `The module '${other}'\nwas compiled against a different Node.js version using\nNODE_MODULE_VERSION 42. This version of Node.js ` +
    'requires\nNODE_MODULE_VERSION 137. Please try re-compiling or re-installing\nthe module (for instance, using `npm rebuild` or `npm install`).',
});
assert.throws(() => require(compile('old_forms', ['-DFORM=2'])),
  { name: 'Error', code: 'ERR_NON_CONTEXT_AWARE_DISABLED', message: 'Loading non context-aware native addons has been disabled' });
