'use strict';
// The room's face: require('url').
const { URL, domainToASCII, domainToUnicode } = require('url/whatwg_url');
const { URLSearchParams } = require('url/search_params');
const { pathToFileURL, fileURLToPath, fileURLToPathBuffer } = require('url/file_url');
module.exports = { URL, URLSearchParams, domainToASCII, domainToUnicode, pathToFileURL, fileURLToPath, fileURLToPathBuffer };
