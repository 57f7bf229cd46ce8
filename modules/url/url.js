'use strict';
// require('url'): the WHATWG URL classes, the legacy API, and the conversions between file: URLs and paths.
// Also shown: file_url.

const { URL, domainToASCII, domainToUnicode } = require('url/whatwg_url');
const { URLSearchParams } = require('url/search_params');
const { pathToFileURL, fileURLToPath, fileURLToPathBuffer } = require('url/file_url');
const { Url, urlParse, urlResolve, urlResolveObject, urlFormat } = require('url/legacy');
const { urlToHttpOptions } = require('url/http_options');

module.exports = {
  Url,
  parse: urlParse,
  resolve: urlResolve,
  resolveObject: urlResolveObject,
  format: urlFormat,
  URL,
  URLSearchParams,
  domainToASCII,
  domainToUnicode,
  pathToFileURL,
  fileURLToPath,
  fileURLToPathBuffer,
  urlToHttpOptions,
};

// Seldom used, so loaded when first looked at.
Object.defineProperty(module.exports, 'URLPattern', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    const { URLPattern } = require('url/pattern/pattern');
    Object.defineProperty(module.exports, 'URLPattern', {
      __proto__: null, configurable: true, enumerable: true, writable: true, value: URLPattern,
    });
    return URLPattern;
  },
});
