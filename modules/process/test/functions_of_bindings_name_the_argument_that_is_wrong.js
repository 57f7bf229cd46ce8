// eddy only: Node ends the process by a failed assertion for most of these
// What a function of process.binding() cannot use is an exception that counts the arguments; descriptors have Node's message.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(9);

const fs = process.binding('fs');
const invalid = (message) => ({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message });
const path = 'a string or a Uint8Array without null bytes';

assert.throws(() => fs.access(), invalid(`The first argument must be ${path}`));
assert.throws(() => fs.stat(1), invalid(`The first argument must be ${path}`));
assert.throws(() => fs.existsSync('a\0b'), invalid(`The first argument must be ${path}`));
assert.throws(() => fs.rename('a', 1), invalid(`The second argument must be ${path}`));
assert.throws(() => fs.writeString('x', 'text'), invalid('The first argument must be an integer'));
assert.throws(() => fs.mkdir('a', 'x', false), invalid('The second argument must be an integer'));
assert.throws(() => process.binding('cares_wrap').getaddrinfo(), invalid('The first argument must be a string'));
assert.throws(() => fs.close('x'), invalid('The "fd" argument must be of type number. Received type string (\'x\')'));
assert.throws(() => fs.fstat('x', false), invalid('The "fd" argument must be of type number. Received type string (\'x\')'));
