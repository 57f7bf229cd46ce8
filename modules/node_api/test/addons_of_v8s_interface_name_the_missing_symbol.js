'use strict';
// eddy only: Node has V8's own interface.
// An addon of that interface, whichever way it begins, is refused with the linker's words: the symbol that is not here.
const assert = require('node:assert');
const compile = require('./_compile');

for (const options of [['-DBY_CONSTRUCTOR'], []]) {
  const library = compile('old_interface', options);
  const refused = { name: 'Error', code: 'ERR_DLOPEN_FAILED', message: `${library}: undefined symbol: _ZN2v87Isolate10GetCurrentEv` };
  assert.throws(() => require(library), refused);
  assert.throws(() => require(library), refused);
}
