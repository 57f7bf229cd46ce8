'use strict';
// Breakpoints. They outlive the program: each keeps what was asked for, and is set anew in the next.

const { validateInteger, validateString } = require('validators');
const { displayName } = require('debugger/scripts');
const { ERR_DEBUGGER_ERROR } = require('errors');

const FUNCTION_CALL = /^[^()]+\(\)$/;
const SPECIAL = /[\\^$.*+?()[\]{}|/-]/g;

/**
 * @typedef {object} Breakpoint
 * @property {string} name of the script, as it was given or as it is shown
 * @property {string} [url] of the script, once it is known
 * @property {number} lineNumber from 0
 * @property {string} [condition]
 * @property {string} id the inspector's, for this run of the program
 * @property {string} [scriptId] where it is, once it is known
 */

class Breakpoints {
  #client;
  #scripts;
  #print;
  #all = [];

  constructor(client, scripts, print) {
    this.#client = client;
    this.#scripts = scripts;
    this.#print = print;
    client.on('Debugger.breakpointResolved', ({ breakpointId, location }) => {
      const breakpoint = this.#all.find(({ id }) => id === breakpointId);
      if (breakpoint !== undefined) this.#place(breakpoint, location);
    });
  }

  #place(breakpoint, { scriptId, lineNumber }) {
    breakpoint.scriptId = scriptId;
    breakpoint.lineNumber = lineNumber;
    breakpoint.url = this.#scripts.url(scriptId) || breakpoint.url;
    breakpoint.name = displayName(breakpoint.url ?? breakpoint.name);
  }

  /** The lines of a script, from 0, that have one. */
  linesIn(scriptId) {
    return new Set(this.#all.filter((breakpoint) => breakpoint.scriptId === scriptId).map(({ lineNumber }) => lineNumber));
  }

  /**
   * Sets one at the line of a script, the first being 1, or at the beginning of a function.
   * @param {string} script its name (see Scripts.find), or 'fn()'
   * @returns {Promise<object | undefined>} its location; undefined while the script is not loaded, and for functions
   */
  async set(script, line, condition) {
    validateString(script, 'script');
    if (line === undefined && FUNCTION_CALL.test(script)) return void await this.#setOnFunction(script, condition);
    validateInteger(line, 'line', 1);
    if (condition !== undefined) validateString(condition, 'condition');
    const found = this.#scripts.find(script);
    if (found.length > 1) {
      throw new ERR_DEBUGGER_ERROR(`Ambiguous script name: ${found.map(({ url }) => displayName(url)).join(', ')}`);
    }
    if (found.length === 1) return this.setAt({ scriptId: found[0].scriptId, lineNumber: line - 1 }, condition);
    this.#print(`Warning: script '${script}' was not loaded yet.`);
    const breakpoint = { name: script, lineNumber: line - 1, condition };
    await this.#setPending(breakpoint);
    this.#all.push(breakpoint);
    return undefined;
  }

  /** Sets one in a script that is loaded. @returns {Promise<object>} where it came to be */
  async setAt(location, condition) {
    const { breakpointId, actualLocation } = await this.#client.request('Debugger.setBreakpoint', { location, condition });
    const breakpoint = { lineNumber: location.lineNumber, condition, id: breakpointId };
    this.#place(breakpoint, actualLocation);
    this.#all.push(breakpoint);
    return actualLocation;
  }

  // The inspector's command line has a function for that.
  async #setOnFunction(call, condition) {
    const name = call.slice(0, -2);
    const more = condition === undefined ? '' : `, ${JSON.stringify(condition)}`;
    const { exceptionDetails } = await this.#client.evaluate(`debug(${name}${more})`, { includeCommandLineAPI: true });
    if (exceptionDetails === undefined) return;
    throw new ERR_DEBUGGER_ERROR(exceptionDetails.exception?.description?.split('\n')[0] ?? exceptionDetails.text);
  }

  async #setPending(breakpoint) {
    const { name, url, lineNumber, condition } = breakpoint;
    const where = url === undefined
      ? { urlRegex: `^(?:.*[/\\\\])?${name.replace(SPECIAL, '\\$&')}$` } : { url };
    const { breakpointId, locations } =
      await this.#client.request('Debugger.setBreakpointByUrl', { ...where, lineNumber, condition });
    breakpoint.id = breakpointId;
    if (locations.length > 0) this.#place(breakpoint, locations[0]);
  }

  /** Removes the one at a line of a script, the first being 1. @returns {Promise<boolean>} whether there was one */
  async clear(script, line) {
    validateString(script, 'script');
    validateInteger(line, 'line', 1);
    const urls = this.#scripts.find(script).map(({ url }) => url);
    const index = this.#all.findIndex(({ name, url, lineNumber }) =>
      lineNumber === line - 1 && (name === script || url !== undefined && urls.includes(url)));
    if (index < 0) return false;
    const [{ id }] = this.#all.splice(index, 1);
    await this.#client.request('Debugger.removeBreakpoint', { breakpointId: id });
    return true;
  }

  /** Sets all of them in a program that has just begun. @returns {Promise<number>} how many */
  async restore() {
    for (const breakpoint of this.#all) {
      breakpoint.scriptId = undefined;
      await this.#setPending(breakpoint);
    }
    return this.#all.length;
  }

  toString() {
    if (this.#all.length === 0) return 'No breakpoints yet';
    return this.#all.map(({ name, lineNumber, condition }, index) =>
      `#${index} ${name}:${lineNumber + 1}${condition === undefined ? '' : ` if ${condition}`}`).join('\n');
  }
}

module.exports = { Breakpoints };
