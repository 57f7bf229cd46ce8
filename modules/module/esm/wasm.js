'use strict';
// WebAssembly modules as ES modules (the ESM integration proposal): a module of JavaScript text imports what the
// WebAssembly module imports, and exports what its instance exports. `import source` gives the compiled module itself.

const native = binding('esm');

const RESERVED = /^wasm(?:-js)?:/;
let warned = false;

function warnExperimental() {
  if (warned) return;
  warned = true;
  require('process_object').emitWarning('Importing WebAssembly module instances is an experimental feature and might change at any time',
                                 'ExperimentalWarning');
}

function linkError(message) {
  return new WebAssembly.LinkError(message);
}

function checkNames(imports, exports) {
  for (const { module, name } of imports) {
    if (RESERVED.test(module)) throw linkError(`Invalid Wasm import "${module}"`);
    if (RESERVED.test(name)) throw linkError(`Invalid Wasm import name "${name}" in "${module}"`);
  }
  for (const { name } of exports) {
    if (RESERVED.test(name)) throw linkError(`Invalid Wasm export name "${name}"`);
  }
}

// The text that imports and exports in the WebAssembly module's place; import.meta.instantiate makes the instance.
function wrapperText(specifiers, exports) {
  const imports = specifiers.map((specifier, i) => `import * as import${i} from ${JSON.stringify(specifier)};\n`);
  const namespaces = specifiers.map((_, i) => `import${i}`);
  const names = exports.map(({ name }, i) => `export${i} as ${JSON.stringify(name)}`);
  const values = exports.map((_, i) => `export${i}`);
  return `${imports.join('')}const [${values.join(', ')}] = import.meta.instantiate([${namespaces.join(', ')}]);\n` +
    `export { ${names.join(', ')} };\n`;
}

// A global is exported as its value, except where JavaScript has none for its type.
function exportedValue(value) {
  if (!(value instanceof WebAssembly.Global)) return value;
  try {
    return value.value;
  } catch {
    return value;
  }
}

/** The ES module of the WebAssembly `bytes` at `href`. */
function makeWasm(href, bytes) {
  let compiled;
  try {
    compiled = new WebAssembly.Module(bytes, { builtins: ['js-string'], importedStringConstants: 'wasm:js/string-constants' });
  } catch (error) {
    error.message = `${require('module/esm/urls').shownName(href)}: ${error.message}`;
    throw error;
  }
  const imports = WebAssembly.Module.imports(compiled);
  const exports = WebAssembly.Module.exports(compiled);
  checkNames(imports, exports);
  const specifiers = [...new Set(imports.map(({ module }) => module))];
  const module = native.compile(wrapperText(specifiers, exports), href);
  module.source = compiled;
  module.initializeMeta = (meta) => {
    warnExperimental();
    meta.instantiate = (namespaces) => {
      const importObject = { __proto__: null };
      specifiers.forEach((specifier, i) => { importObject[specifier] = namespaces[i]; });
      const instance = new WebAssembly.Instance(compiled, importObject);
      return exports.map(({ name }) => exportedValue(instance.exports[name]));
    };
  };
  return module;
}

module.exports = { makeWasm };
