'use strict';
// The unhandled rejection of a promise that was made in a domain is an 'error' event of the domain, with the reason as it is;
// 'unhandledRejection' is for the others. Without a listener the event throws.
const finish = require('../../../test/_finish');
const assert = finish.plan(5);
const { execFile } = require('node:child_process');

const PROGRAM = `
  const domain = require('node:domain');
  const say = (...values) => console.log(values.map((value) => value?.message ?? value).join(' '));
  process.on('unhandledRejection', (reason) => say('unhandled', reason));
  process.on('uncaughtException', (error, origin) => say('uncaught', error, origin));
  process.on('warning', () => {});
  const listening = domain.create().on('error', (reason) => say('domain', reason, reason.domainThrown, reason.domain === listening));
  listening.run(() => {
    Promise.reject(new Error('a'));
    Promise.reject(2);
  });
  Promise.reject(new Error('c'));
  setTimeout(() => {
    domain.create().run(() => Promise.reject(new Error('d')));
  }, 1);
`;
const LINES = ['domain a  false', 'domain 2  false', 'unhandled c', 'uncaught d uncaughtException'];
for (const mode of ['throw', 'warn', 'none', 'warn-with-error-code']) {
  execFile(process.execPath, [`--unhandled-rejections=${mode}`, '-e', PROGRAM], (error, stdout) => {
    assert.deepStrictEqual([error?.code, ...stdout.trim().split('\n')], [undefined, ...LINES], mode);
  });
}

// At the end of the stack a domain may miss a promise, which is no error of the program's.
const DIVE = `
  const { create } = require('node:domain');
  const domain = create().on('error', () => {});
  function dive() {
    domain.bind(() => {
      Promise.resolve().then(() => {});
      dive();
    })();
  }
  try {
    dive();
  } catch (error) {
    console.log(error.message);
  }
  setTimeout(() => console.log('alive'), 1);
`;
execFile(process.execPath, ['-e', DIVE], (error, stdout) => {
  assert.deepStrictEqual([error, stdout], [null, 'Maximum call stack size exceeded\nalive\n']);
});
