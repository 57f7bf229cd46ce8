'use strict';
// import.meta of the modules that the default loader loads.

const path = require('path');
const { pathOfHref } = require('module/esm/urls');

function makeResolve(href) {
  return function resolve(specifier) {
    return require('module/esm/loader').resolveForMeta(`${specifier}`, href);
  };
}

/** Fills import.meta of the module at `href`. */
function initialize(meta, href, isMain) {
  if (href.startsWith('file:')) {
    const filename = pathOfHref(href);
    meta.dirname = path.dirname(filename);
    meta.filename = filename;
  }
  meta.main = isMain;
  meta.resolve = makeResolve(href);
  meta.url = href;
}

module.exports = { initialize };
