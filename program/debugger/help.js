'use strict';
// What `help` prints.

module.exports = `run, restart, r       Start the program, or anew, or connect with it again
kill                  End the program, or disconnect from it

cont, c               Go on
next, n               Go on to the next line of this function
step, s               Step into the function that is called next
out, o                Go on until this function has returned
pause                 Pause the program where it is
backtrace, bt         Print the functions the program is in
list(5)               Print the source around the current line, five lines on each side
setContextLineNumber(2)
                      How many lines on each side are printed at each pause

setBreakpoint, sb     Set a breakpoint:
                      sb() on the current line, sb(line) on another one of this script,
                      sb('fn()') at the beginning of a function,
                      sb('script.js', line) in any script, also one that is not loaded yet,
                      sb('script.js', line, 'condition')
clearBreakpoint, cb   Clear a breakpoint: cb('script.js', line)
breakpoints           List the breakpoints
breakOnException      Pause whenever an exception is thrown
breakOnUncaught       Pause whenever an exception is thrown that nobody catches
breakOnNone           Don't pause when exceptions are thrown (so it is at the start)

watch('expr')         Print an expression at each pause
unwatch('expr')       Don't any more
unwatch(index)        The same, by its number in the list
watchers              Print the watched expressions

exec('expr'), p('expr'), exec expr, p expr
                      Evaluate an expression where the program is, and print the value
exec .scope           Print the names that the paused function sees
repl                  Evaluate all that is entered, until Ctrl+C

scripts               List the scripts that are loaded
scripts(true)         List them all, those of the runtime too

profile               Start a CPU profile
profileEnd            End it
profiles              The CPU profiles that have been taken
profiles[n].save(filepath = 'node.cpuprofile')
                      Write one to a file, as JSON

takeHeapSnapshot(filepath = 'node.heapsnapshot')
                      Write a heap snapshot to a file, as JSON

version               Print the version of V8
Debugger, HeapProfiler, Profiler, Runtime
                      The inspector itself: Runtime.evaluate({ expression: '1 + 1' })
.exit                 Leave the debugger`;
