// Run once by the build, just before it makes the start-up snapshot: a small program goes the way that every program
// goes through loader and console, so that the functions on that way are in the snapshot compiled. Afterwards
// everything is as if it had not run.
'use strict';

/** @param {string} file absolute path of the program */
function warmUp(file) {
  const { Module } = require('module/commonjs');
  const process = require('process_object');
  require('module').runMain(file);
  require('ticks').processTicksAndRejections();
  require('lifecycle').beforeExit();
  runStart();

  require('module/commonjs').forgetAll();
  require('module/resolve').forgetAll();
  require('module/package_json').forgetAll();
  require('options').forgetAll();
  require('stdio').forgetAll();
  for (const name of Object.keys(Module._cache)) delete Module._cache[name];
  for (const name of Object.keys(Module._pathCache)) delete Module._pathCache[name];
  delete process.mainModule;
}

// What process._start() and main() go through before there is a program.
function runStart() {
  const { EventEmitter } = require('events');
  new EventEmitter().on('warning', () => {});
  require('module/watch_report').open({ __proto__: null });
  require('path').resolve('program.js');
}

module.exports = { warmUp };
