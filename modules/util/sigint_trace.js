// Whether SIGINT prints where the program was before it ends it. Listeners of the program's own come first: while there
// are some, nothing is traced.
'use strict';
const { SigintTrace } = binding('sigint_trace');

let trace;          // kept: who lets go of it stops tracing
let enabled = false;

function setEnabled(enable) {
  enabled = enable;
  if (enable && require('process_object').listenerCount('SIGINT') === 0) resume();
  else pause();
}

/** The program has a listener for SIGINT. */
function pause() {
  trace?.stop();
}

/** Nobody listens any more. */
function resume() {
  if (!enabled) return;
  trace ??= new SigintTrace();
  trace.start();
}

module.exports = { setEnabled, pause, resume };
