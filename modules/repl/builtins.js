// The names of built-in modules that REPLs know: programs may add to them.
'use strict';

module.exports = {
  builtinModules: require('module').builtinModules.filter((name) => !name.startsWith('_') && !name.startsWith('node:')),
};
