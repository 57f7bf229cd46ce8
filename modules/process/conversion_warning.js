'use strict';
// What is called when a variable of process.env is set to something that is neither string, number nor boolean.

let warned = false;

module.exports = function warnOfConversion() {
  if (warned || !require('options').getOption('--pending-deprecation')) return;
  warned = true;
  require('process_object').emitWarning('Assigning any value other than a string, number, or boolean to a process.env property is ' +
    'deprecated. Please make sure to convert the value to a string before setting process.env with it.',
  'DeprecationWarning', 'DEP0104');
};
