'use strict';
// require('url'): the WHATWG URL classes, the legacy API, and the conversions between file: URLs and paths.
// Also shown: file_url.

const { defineLazy } = require('lazy_property');
const { URL, domainToASCII, domainToUnicode } = require('url/whatwg_url');
const { URLSearchParams } = require('url/search_params');
const { pathToFileURL, fileURLToPath, fileURLToPathBuffer } = require('url/file_url');

// An ES module's URL needs neither the legacy API, nor patterns, nor requests: those are loaded when first looked at.
const legacyNames = { Url: 'Url', parse: 'urlParse', resolve: 'urlResolve', resolveObject: 'urlResolveObject', format: 'urlFormat' };
for (const [name, inner] of Object.entries(legacyNames)) defineLazy(module.exports, name, () => require('url/legacy')[inner]);
module.exports.URL = URL;
defineLazy(module.exports, 'URLPattern', () => require('url/pattern/pattern').URLPattern);
Object.assign(module.exports, {
  URLSearchParams, domainToASCII, domainToUnicode, pathToFileURL, fileURLToPath, fileURLToPathBuffer,
});
defineLazy(module.exports, 'urlToHttpOptions', () => require('url/http_options').urlToHttpOptions);
