'use strict';
// What module.cc gives, on Node, until the runtime runs. Deleted then.
const fs = require('node:fs'), vm = require('node:vm');
const errno = (e) => e.errno ?? -1;
module.exports = {
  stat(path) {
    try {
      const l = fs.lstatSync(path);
      if (!l.isSymbolicLink()) return l.isDirectory() ? 1 : 0;
      return fs.statSync(path).isDirectory() ? 3 : 2;
    } catch (e) { return errno(e); }
  },
  realpath(path) { try { return fs.realpathSync.native(path); } catch (e) { return errno(e); } },
  readFile(path) {
    try { const s = fs.readFileSync(path, 'utf8'); return s.charCodeAt(0) === 0xFEFF ? s.slice(1) : s; } catch (e) { return errno(e); }
  },
  compileFunction(source, filename, ...params) {
    return vm.compileFunction(source, params, { filename, importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
  },
  isAnyArrayBuffer: (x) => require('node:util').types.isAnyArrayBuffer(x),
  isProxy: (x) => require('node:util').types.isProxy(x),
  compileScript(source, filename) {
    return new vm.Script(source, { filename, importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER }).runInThisContext();
  },
  hasModuleSyntax(s, f) { try { vm.compileFunction(s, ['exports', 'require', 'module', '__filename', '__dirname']); return false; } catch { return this.parsesAsModule(s, f); } },
  parsesAsModule(source, filename) {
    try { new vm.SourceTextModule(source, { identifier: filename }); return true; } catch { return false; }
  },
};
