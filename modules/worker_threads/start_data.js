'use strict';
// In a worker: what its parent sent along, {port: MessagePort, workerData, limits: object, program: {kind: string}, ...}.
// main/worker.js sets it, before the program runs.

let data;

module.exports = {
  get: () => data,
  set(received) { data = received; },
};
