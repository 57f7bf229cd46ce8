'use strict';
// An error from an immediate leaves ticks and jobs to the next callback; one from a tick, to the next phase.
const assert = require('node:assert');
const finish = require('../_finish');

process.on('uncaughtException', (error) => { log.push(error.message); });
let log;

function fail() {
  throw new Error('error');
}

function say(word) {
  return () => { log.push(word); };
}

function leaveWaiting() {
  setImmediate(say('immediate'));
  setImmediate(say('immediate 2'));
  process.nextTick(say('tick'));
  queueMicrotask(say('job'));
}

/** What happens after `run` in the check phase, whose other immediates are made by `others`. */
function inCheckPhase(run, others = () => {}) {
  return new Promise((resolve) => {
    setTimeout(() => {
      log = [];
      setImmediate(run);
      others();
      setTimeout(() => resolve(log.join(', ')), 30);
    }, 1);
  });
}

finish(async () => {
  assert.strictEqual(await inCheckPhase(() => {
    leaveWaiting();
    fail();
  }), 'error, immediate, tick, job, immediate 2');

  assert.strictEqual(await inCheckPhase(() => {
    leaveWaiting();
    fail();
  }, () => clearImmediate(setImmediate(say('cleared')))), 'error, immediate, tick, job, immediate 2');

  assert.strictEqual(await inCheckPhase(() => {
    leaveWaiting();
    fail();
  }, () => setImmediate(say('beside'))), 'error, beside, tick, job, immediate, immediate 2');

  assert.strictEqual(await inCheckPhase(() => {
    process.nextTick(fail);
    leaveWaiting();
  }), 'error, tick, job, immediate, immediate 2');

  assert.strictEqual(await inCheckPhase(() => {
    process.nextTick(fail);
    leaveWaiting();
  }, () => setImmediate(say('beside'))), 'error, beside, tick, job, immediate, immediate 2');

  assert.strictEqual(await inCheckPhase(() => {
    process.nextTick(fail);
    process.nextTick(fail);
    leaveWaiting();
  }), 'error, error, immediate, tick, job, immediate 2');
});
