'use strict';
// What has to be done before this process, or this thread, is no more. Rooms add it when they are loaded; the program's
// lifecycle, and whatever ends or blocks the process by itself, does it.

const { bareArray } = require('intrinsics');

const lastWork = bareArray();
const endWork = bareArray();
let exitWork = () => {};

/** `work` is done before the process ends by its own will, or blocks for good; in the order of addition. */
function addLastWork(work) {
  lastWork[lastWork.length] = work;
}

/** Messages that are gathered go out, and the like. */
function doLastWork() {
  for (let i = 0; i < lastWork.length; i++) lastWork[i]();
}

/** `work` is done when this process really ends, maybe more than once. */
function addEndWork(work) {
  endWork[endWork.length] = work;
}

/** All that has to be done before the process is no more. */
function doEndWork() {
  doLastWork();
  for (let i = 0; i < endWork.length; i++) endWork[i]();
}

/** `work` is done after 'exit'; of several the last one that was given. */
function setExitWork(work) {
  exitWork = work;
}

function doExitWork() {
  exitWork();
}

module.exports = { addLastWork, doLastWork, addEndWork, doEndWork, setExitWork, doExitWork };
