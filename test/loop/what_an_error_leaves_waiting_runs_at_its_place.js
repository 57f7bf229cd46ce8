'use strict';
// An error from an immediate leaves ticks and jobs to the next callback; one from a tick, to the next phase.
const assert = require('node:assert');
const finish = require('../_finish');

process.on('uncaughtException', (error) => note(error.message));
let log;
let note;

function fail() {
  throw new Error('error');
}

function say(word) {
  return () => note(word);
}

function leaveWaiting() {
  setImmediate(say('immediate'));
  setImmediate(say('immediate 2'));
  process.nextTick(say('tick'));
  queueMicrotask(say('job'));
}

/**
 * What happens after `run` in the check phase, whose other immediates are made by `others`: the first `count` things, and what
 * comes within two turns behind them.
 */
function inCheckPhase(count, run, others = () => {}) {
  return new Promise((resolve) => {
    setTimeout(() => {
      log = [];
      note = (word) => {
        if (log.push(word) === count) setImmediate(() => setImmediate(() => resolve(log.join(', '))));
      };
      setImmediate(run);
      others();
    }, 1);
  });
}

finish(async () => {
  assert.strictEqual(await inCheckPhase(5, () => {
    leaveWaiting();
    fail();
  }), 'error, immediate, tick, job, immediate 2');

  assert.strictEqual(await inCheckPhase(5, () => {
    leaveWaiting();
    fail();
  }, () => clearImmediate(setImmediate(say('cleared')))), 'error, immediate, tick, job, immediate 2');

  assert.strictEqual(await inCheckPhase(6, () => {
    leaveWaiting();
    fail();
  }, () => setImmediate(say('beside'))), 'error, beside, tick, job, immediate, immediate 2');

  assert.strictEqual(await inCheckPhase(5, () => {
    process.nextTick(fail);
    leaveWaiting();
  }), 'error, tick, job, immediate, immediate 2');

  assert.strictEqual(await inCheckPhase(6, () => {
    process.nextTick(fail);
    leaveWaiting();
  }, () => setImmediate(say('beside'))), 'error, beside, tick, job, immediate, immediate 2');

  assert.strictEqual(await inCheckPhase(6, () => {
    process.nextTick(fail);
    process.nextTick(fail);
    leaveWaiting();
  }), 'error, error, immediate, tick, job, immediate 2');
});
