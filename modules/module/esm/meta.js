'use strict';
// import.meta of the modules that the default loader loads.

const path = require('path');
const { pathOfHref } = require('module/esm/urls');
const { loader } = require('module/state');

function makeResolve(href) {
  const { resolveForMeta } = require('module/esm/loader');
  if (require('options').getOption('--experimental-import-meta-resolve') !== true) {
    return function resolve(specifier) {
      return resolveForMeta(`${specifier}`, href);
    };
  }
  return function resolve(specifier, parentURL = href) {
    return resolveForMeta(`${specifier}`, hrefOfParent(parentURL));
  };
}

function hrefOfParent(parentURL) {
  if (typeof parentURL === 'string') return parentURL;
  if (typeof parentURL?.href === 'string' && typeof parentURL.protocol === 'string') return parentURL.href;
  const { ERR_INVALID_ARG_TYPE } = require('errors');
  throw new ERR_INVALID_ARG_TYPE('parentURL', ['string', 'URL'], parentURL);
}

/** Fills import.meta of the module at `href`. */
function initialize(meta, href, isMain) {
  if (href.startsWith('file:')) {
    const filename = pathOfHref(href);
    meta.dirname = path.dirname(filename);
    meta.filename = filename;
  }
  meta.main = isMain;
  // Hooks cannot wait for themselves.
  if (!loader.isHooksThread) meta.resolve = makeResolve(href);
  meta.url = href;
}

module.exports = { initialize };
