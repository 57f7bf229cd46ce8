'use strict';
// What can be entered at the prompt: getters do something by their name alone.

const { defineAccessor, defineHidden } = require('define');

const DOMAINS = ['Debugger', 'HeapProfiler', 'Profiler', 'Runtime'];
const SHORT = {
  __proto__: null,
  c: 'cont', n: 'next', s: 'step', o: 'out', bt: 'backtrace', sb: 'setBreakpoint', cb: 'clearBreakpoint', r: 'run', p: 'exec',
};

/** The commands of a session (see there), by their names: accessors and functions. */
function commandsOf(session) {
  return {
    get help() { return session.print(require('debugger/help')); },
    get run() { return session.restart(); },
    get restart() { return session.restart(); },
    get kill() { return session.kill(); },

    get cont() { return session.goOn('resume'); },
    get next() { return session.goOn('stepOver'); },
    get step() { return session.goOn('stepInto'); },
    get out() { return session.goOn('stepOut'); },
    get pause() { return session.goOn('pause'); },

    get backtrace() { return session.backtrace(); },
    list: (context = 5) => session.list(context),
    setContextLineNumber(delta = 2) { session.setContext(delta); },
    get scripts() { return session.scriptList(); },
    get version() { return session.showVersion(); },

    get breakpoints() { return session.print(String(session.breakpoints)); },
    setBreakpoint: (...where) => session.setBreakpoint(...where),
    clearBreakpoint: (script, line) => session.clearBreakpoint(script, line),
    get breakOnException() { return session.setPauseOnExceptions('all'); },
    get breakOnUncaught() { return session.setPauseOnExceptions('uncaught'); },
    get breakOnNone() { return session.setPauseOnExceptions('none'); },
    setPauseOnExceptions: (state) => session.setPauseOnExceptions(state),

    exec: (expression) => session.exec(expression),
    get repl() { return session.openRepl(); },
    watch(expression) { session.watchers.add(expression); },
    unwatch(which) { session.watchers.remove(which); },
    get watchers() { return session.showWatchers(); },

    get profile() { return session.profiles.begin(); },
    get profileEnd() { return session.profiles.end(); },
    get profiles() { return session.profiles.list; },
    takeHeapSnapshot: (file) => session.heapSnapshots.take(file),
  };
}

/** Gives a context the commands of a session, and the inspector's domains. */
function defineCommands(context, session) {
  const commands = commandsOf(session);
  const define = (name, from) => {
    const { get, value } = Object.getOwnPropertyDescriptor(commands, from);
    // A program at the prompt may have variables of these names.
    if (get === undefined) defineHidden(context, name, value);
    else defineAccessor(context, name, get, (replaced) => { defineHidden(context, name, replaced); });
  };
  for (const name of Object.keys(commands)) define(name, name);
  for (const [name, long] of Object.entries(SHORT)) define(name, long);
  for (const name of DOMAINS) defineHidden(context, name, session.client.agent(name));
}

module.exports = { defineCommands };
