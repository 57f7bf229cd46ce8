'use strict';
// Whether this thread's loop is being observed. Those who call several callbacks in a row, or know what one is, look at
// `on` and report; nobody watching costs the look. The room loop fills it in when it begins to watch.
const observing = {
  on: false,
  /**
   * The next timer or immediate begins. (step: number, due: number, item: Timeout | Immediate); due: loop time at which it
   * could have been called, 0 where that says nothing.
   */
  nextCallback: undefined,
  /**
   * (listeners: function | function[] | undefined) they are about to be called, as an emitter has them in `_events`;
   * undefined: nobody wants to know. For events that native code does not call itself.
   */
  emitsTo: undefined,
  /**
   * (callback: function) => a function that calls it, and has it named as what the running callback was called for;
   * undefined: nobody wants to know. For callbacks that built-in functions wrap.
   */
  callbackOf: undefined,
  /** (timer: Timeout | Immediate) one was made; undefined: nobody wants to know where. */
  timerMade: undefined,
  /** (owner: object) the program opens a server, a socket or a request, whose handle may come later. */
  opened: undefined,
  /** (what: string) the program was asked to end: 'SIGTERM', 'server.close()'; undefined: nobody wants to know. */
  askedToEnd: undefined,
};

/** `callback`, which a built-in function is going to call: named, where somebody wants to know (callbackOf). */
function named(callback) {
  return observing.callbackOf === undefined ? callback : observing.callbackOf(callback);
}

module.exports = { observing, named, TIMER: 0, IMMEDIATE: 1 };
