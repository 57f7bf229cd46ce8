'use strict';
// Between file: URLs and paths. Plain URLs and paths are converted without loading the URL class, because the module
// loader converts one for every ES module.

const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_FILE_URL_HOST, ERR_INVALID_FILE_URL_PATH,
        ERR_INVALID_URL_SCHEME } = require('errors');
const { validateString } = require('validators');

const isWindows = binding('process').platform === 'win32';
const plainFileUrl = /^file:\/\/(?:\/(?!\.{1,2}(?:\/|$))[\w@+~=,!.-]+)+\/?$/;
const plainPath = /^[\w/.@+=,!-]*$/;
const encodedSlash = /%2f/i;
const encodedSlashOrBackslash = /%2f|%5c/i;

/** Whether `value` is a URL, of our class or of one like it (no legacy url.parse() result). */
function isURL(value) {
  return Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);
}

function toFileURL(path) {
  if (typeof path === 'string') {
    const { URL } = require('url/whatwg_url');
    path = new URL(path);
  } else if (!isURL(path)) {
    throw new ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], path);
  }
  if (path.protocol !== 'file:') throw new ERR_INVALID_URL_SCHEME('file');
  return path;
}

/** Host and drive of a file: URL put before its decoded path, the Windows way. */
function windowsPath(url, decoded) {
  const { hostname } = url;
  if (hostname !== '') {
    const { native } = require('url/native');
    return `\\\\${native.domainToUnicode(hostname)}${decoded}`;
  }
  if (!/^\\[A-Za-z]:/.test(decoded)) throw new ERR_INVALID_FILE_URL_PATH('must be absolute', url);
  return decoded.slice(1);
}

function pathFromWindowsURL(url) {
  const { pathname } = url;
  if (encodedSlashOrBackslash.test(pathname)) {
    throw new ERR_INVALID_FILE_URL_PATH('must not include encoded \\ or / characters', url);
  }
  return windowsPath(url, decodeURIComponent(pathname.replaceAll('/', '\\')));
}

function pathFromPosixURL(url) {
  if (url.hostname !== '') throw new ERR_INVALID_FILE_URL_HOST(require('process_object').platform);
  const { pathname } = url;
  if (!pathname.includes('%')) return pathname;
  if (encodedSlash.test(pathname)) {
    throw new ERR_INVALID_FILE_URL_PATH('must not include encoded / characters', url);
  }
  return decodeURIComponent(pathname);
}

/**
 * The path that a file: URL names.
 * @param {string | URL} path
 * @param {{windows?: boolean}} [options] windows: whether to give a Windows path; by default as the platform
 * @returns {string}
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_URL, ERR_INVALID_URL_SCHEME, ERR_INVALID_FILE_URL_HOST,
 *   ERR_INVALID_FILE_URL_PATH, URIError when the bytes are no UTF-8
 */
function fileURLToPath(path, options = undefined) {
  const windows = options?.windows ?? isWindows;
  if (!windows && typeof path === 'string' && plainFileUrl.test(path)) return path.slice(7);
  const url = toFileURL(path);
  return windows ? pathFromWindowsURL(url) : pathFromPosixURL(url);
}

/**
 * As fileURLToPath(), but the path's bytes, which need not be UTF-8.
 * @param {string | URL} path
 * @param {{windows?: boolean}} [options]
 * @returns {Buffer}
 */
function fileURLToPathBuffer(path, options = undefined) {
  const windows = options?.windows ?? isWindows;
  const url = toFileURL(path);
  const { percentDecodeToBuffer } = require('url/percent');
  if (windows) {
    const bytes = percentDecodeToBuffer(url.pathname.replaceAll('/', '\\'));
    return require('buffer').Buffer.from(windowsPath(url, bytes.latin1Slice()), 'latin1');
  }
  if (url.hostname !== '') throw new ERR_INVALID_FILE_URL_HOST(require('process_object').platform);
  return percentDecodeToBuffer(url.pathname);
}

const extraInPath = /[%\\\n\r\t[\]|~]/;
const extraInPaths = /[%\\\n\r\t[\]|~]/g;
const extraInWindowsPaths = /[%\n\r\t[\]|~]/g;

/** `path` as the path of a file: URL; what the URL parser would change, drop or stop at is encoded. */
function encodePath(path, windows) {
  if (plainPath.test(path)) return path;
  const { PATH, hexPairs, percentEncode } = require('url/percent');
  if (extraInPath.test(path)) {
    path = path.replace(windows ? extraInWindowsPaths : extraInPaths, (c) => hexPairs[c.charCodeAt(0)]);
  }
  return percentEncode(windows ? path.replaceAll('\\', '/') : path, PATH);
}

function resolveKeepingSlash(path, windows) {
  const { posix, win32 } = require('path');
  let resolved = (windows ? win32 : posix).resolve(path);
  // resolve() drops a trailing slash, which in a URL means a folder.
  const last = path.charCodeAt(path.length - 1);
  const separator = windows ? '\\' : '/';
  if ((last === 47 || (windows && last === 92)) && !resolved.endsWith(separator)) resolved += '/';
  return resolved;
}

function hrefFromUNCPath(path) {
  const rest = path.startsWith('\\\\?\\UNC\\') ? path.slice(8) : path.slice(2);
  const hostEnd = rest.indexOf('\\');
  if (hostEnd === -1) throw new ERR_INVALID_ARG_VALUE('path', path, 'Missing UNC resource path');
  if (hostEnd === 0) throw new ERR_INVALID_ARG_VALUE('path', path, 'Empty UNC servername');
  const host = require('url/native').native.parseHost(rest.slice(0, hostEnd));
  if (host === undefined) throw require('url/invalid_url').invalidUrl(path);
  return `file://${host}${encodePath(rest.slice(hostEnd), true)}`;
}

/** The href of pathToFileURL(path). */
function pathToFileHref(path, windows = isWindows) {
  if (windows && path.startsWith('\\\\') && !/^\\\\\?\\[A-Za-z]:/.test(path)) return hrefFromUNCPath(path);
  let resolved = resolveKeepingSlash(windows && path.startsWith('\\\\?\\') ? path.slice(4) : path, windows);
  if (windows && resolved.charCodeAt(0) !== 92 && resolved.charCodeAt(0) !== 47) resolved = `/${resolved}`;
  return `file://${encodePath(resolved, windows)}`;
}

/**
 * The file: URL of a path, which is resolved against the current folder.
 * @param {string} path
 * @param {{windows?: boolean}} [options] windows: whether `path` is a Windows path; by default as the platform
 * @returns {URL}
 */
function pathToFileURL(path, options) {
  validateString(path, 'path');
  const { URL } = require('url/whatwg_url');
  return new URL(pathToFileHref(path, options?.windows ?? isWindows));
}
module.exports = { isURL, fileURLToPath, fileURLToPathBuffer, pathToFileURL, pathToFileHref };
