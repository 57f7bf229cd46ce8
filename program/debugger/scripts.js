'use strict';
// The scripts that the other process has loaded, and their source.

const process = require('process_object');

const BUILTIN = /^node:(.*)$/;

/** A script's URL as it is shown: files below this directory are relative to it. */
function displayName(url) {
  const file = fileOf(url);
  if (file === undefined) return url;
  const { relative, sep, isAbsolute } = require('path');
  const shorter = relative(process.cwd(), file);
  return shorter.startsWith(`..${sep}`) || isAbsolute(shorter) ? file : shorter;
}

function fileOf(url) {
  if (url.startsWith('/')) return url;
  if (!url.startsWith('file:')) return undefined;
  try {
    return require('url').fileURLToPath(url);
  } catch {
    return undefined;
  }
}

/** Whether programs cannot require it by that name. */
function isInternal(url) {
  const builtin = BUILTIN.exec(url);
  return builtin !== null && !require('module').isBuiltin(builtin[0]);
}

class Scripts {
  #client;
  #byId = new Map();            // id -> {scriptId, url}
  #lines = new Map();           // id -> a promise for the lines

  constructor(client) {
    this.#client = client;
    client.on('Debugger.scriptParsed', ({ scriptId, url }) => {
      if (url !== '') this.#byId.set(scriptId, { scriptId, url });
    });
    client.on('close', () => this.clear());
  }

  clear() {
    this.#byId.clear();
    this.#lines.clear();
  }

  url(scriptId) {
    return this.#byId.get(scriptId)?.url ?? '';
  }

  all() {
    return [...this.#byId.values()];
  }

  /** The scripts that a person may mean by `name`: an id, a URL, a path, or the end of one; the best fit alone if there is one. */
  find(name) {
    if (this.#byId.has(name)) return [this.#byId.get(name)];
    const all = this.all();
    const file = require('path').resolve(name);
    const same = all.filter(({ url }) => url === name || fileOf(url) === file);
    if (same.length > 0) return same.slice(-1);
    return all.filter(({ url }) => endsWithPath(url, name) || endsWithPath(fileOf(url) ?? '', name));
  }

  /** The lines of a script's source. */
  lines(scriptId) {
    let lines = this.#lines.get(scriptId);
    if (lines === undefined) {
      lines = this.#client.request('Debugger.getScriptSource', { scriptId })
        .then(({ scriptSource }) => scriptSource.split(/\r\n|[\n\r\u2028\u2029]/));
      this.#lines.set(scriptId, lines);
    }
    return lines;
  }

  /** What `scripts` shows: all, or without the built-in ones that programs cannot require. */
  list(currentId, all) {
    const shown = this.all().filter(({ url }) => all || !isInternal(url));
    const width = Math.max(0, ...shown.map(({ scriptId }) => scriptId.length));
    return shown.map(({ scriptId, url }) =>
      `${scriptId === currentId ? '*' : ' '} ${scriptId.padStart(width)}: ${displayName(url)}`).join('\n');
  }
}

function endsWithPath(text, end) {
  return text === end || text.endsWith(`/${end}`) || text.endsWith(`\\${end}`);
}

module.exports = { Scripts, displayName };
