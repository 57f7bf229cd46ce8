'use strict';
// Makes errors of ES modules say what a user can do about them.

const packages = require('module/package_json');
const { pathOfHref } = require('module/esm/urls');

const COMMONJS_NAMES = /^(require|module|exports|__filename|__dirname) is not defined$/;

/** An ES module used a name that only CommonJS has. `href`: the module asked for first. */
function explainCommonJSName(error, href, hasTopLevelAwait, wasDetected) {
  if (!(error instanceof ReferenceError)) return;
  const name = COMMONJS_NAMES.exec(error.message)?.[1];
  if (name === undefined) return;
  if (wasDetected && hasTopLevelAwait) {
    // Node says so whichever name it was.
    error.message = 'Cannot determine intended module format because both require() and top-level await are present. If the code is intended to be CommonJS, wrap await in an async function. If the ' +
      'code is intended to be an ES module, replace require() with import.';
    error.code = 'ERR_AMBIGUOUS_MODULE_SYNTAX';
    return;
  }
  error.message += ' in ES module scope';
  if (name === 'require') error.message += ', you can use import instead';
  if (!href.startsWith('file:') || !/\.js(?:\?[^#]*)?(?:#.*)?$/.test(href)) return;
  const pkg = packages.scopeOf(pathOfHref(href));
  if (pkg?.type !== 'module') return;
  error.message += "\nThis file is being treated as an ES module because it has a '.js' file extension and " +
    `'${pkg.path}' contains "type": "module". To treat it as a CommonJS script, rename it to use the '.cjs' file extension.`;
}

const NO_EXPORT = /^The requested module '(.*)' does not provide an export named '(.*)'$/s;

/**
 * An import of a name that a CommonJS module does not have. `isCommonJS(specifier)` says whether the importing module's
 * request is for one.
 */
function explainMissingName(error, isCommonJS) {
  if (!(error instanceof SyntaxError)) return;
  const match = NO_EXPORT.exec(error.message);
  if (match === null) return;
  const [, specifier, name] = match;
  if (!isCommonJS(specifier, error)) return;
  const { stack } = error;
  const importLine = stack.split('\n')[1] ?? '';
  const braces = /\{.*\}/.exec(importLine);
  const destructured = braces === null ? '' : `const ${braces[0].replace(/\s+as\s+/g, ': ')} = pkg;\n`;
  const before = error.message;
  error.message = `Named export '${name}' not found. The requested module '${specifier}' is a CommonJS module, which may not ` +
    'support all module.exports as named exports.\nCommonJS modules can always be imported via the default export, for ' +
    `example using:\n\nimport pkg from '${specifier}';\n${destructured}`;
  error.stack = stack.replace(before, () => error.message);
}

module.exports = { explainCommonJSName, explainMissingName };
