'use strict';
// The constructor string parser (https://urlpattern.spec.whatwg.org/#constructor-string-parsing): splits
// 'https://*.example.com/:id?*' into the pattern strings of its components.

const canonicalize = require('url/pattern/canonicalize');
const { Component } = require('url/pattern/component');
const { tokenize } = require('url/pattern/tokens');

const order = ['protocol', 'authority', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash'];
const specialSchemes = ['ftp', 'file', 'http', 'https', 'ws', 'wss'];

/** Whether any of the special schemes matches. */
function matchesSpecialScheme(component) {
  return specialSchemes.some((scheme) => component.regexp.test(scheme));
}

/** https://urlpattern.spec.whatwg.org/#constructor-string-parsing */
class ConstructorStringParser {
  #input;
  #tokens;
  #result = {};
  #state = 'init';
  #index = 0;
  #step = 1;
  #componentStart = 0;
  #groupDepth = 0;
  #bracketDepth = 0;
  #special = false;

  constructor(input) {
    this.#input = input;
    this.#tokens = tokenize(input, false);
  }

  /**  @returns {object} a URLPatternInit: the patterns of the components that the string has */
  parse() {
    for (; this.#index < this.#tokens.length; this.#index += this.#step) {
      this.#step = 1;
      const { type } = this.#tokens[this.#index];
      if (type === 'end') {
        if (this.#atEnd()) break;
      } else if (type === 'open') {
        this.#groupDepth++;
      } else if (this.#groupDepth > 0) {
        if (type === 'close') this.#groupDepth--;
      } else {
        this.#atToken();
      }
    }
    if (this.#result.hostname !== undefined && this.#result.port === undefined) this.#result.port = '';
    return this.#result;
  }

  /** Whether all is parsed; otherwise what was read is read again as something else. */
  #atEnd() {
    if (this.#state === 'init') {
      this.#rewind('init');
      if (this.#isPlain('#')) this.#change('hash', 1);
      else if (this.#isSearchPrefix()) this.#change('search', 1);
      else this.#change('pathname', 0);
      return false;
    }
    if (this.#state === 'authority') {
      this.#rewind('hostname');
      return false;
    }
    this.#change('done', 0);
    return true;
  }

  #atToken() {
    switch (this.#state) {
      case 'init':
        if (this.#isPlain(':')) this.#rewind('protocol');
        break;
      case 'protocol':
        if (this.#isPlain(':')) this.#endProtocol();
        break;
      case 'authority':
        if (this.#isPlain('@')) this.#rewind('username');
        else if (this.#isPlain('/') || this.#isSearchPrefix() || this.#isPlain('#')) this.#rewind('hostname');
        break;
      case 'username':
        if (this.#isPlain(':')) this.#change('password', 1);
        else if (this.#isPlain('@')) this.#change('hostname', 1);
        break;
      case 'password':
        if (this.#isPlain('@')) this.#change('hostname', 1);
        break;
      case 'hostname':
        if (this.#isPlain('[')) this.#bracketDepth++;
        else if (this.#isPlain(']')) this.#bracketDepth--;
        else if (this.#isPlain(':') && this.#bracketDepth === 0) this.#change('port', 1);
        else this.#maybeEndHost();
        break;
      case 'port':
        this.#maybeEndHost();
        break;
      case 'pathname':
        if (this.#isSearchPrefix()) this.#change('search', 1);
        else if (this.#isPlain('#')) this.#change('hash', 1);
        break;
      case 'search':
        if (this.#isPlain('#')) this.#change('hash', 1);
        break;
      default:
    }
  }

  #maybeEndHost() {
    if (this.#isPlain('/')) this.#change('pathname', 0);
    else if (this.#isSearchPrefix()) this.#change('search', 1);
    else if (this.#isPlain('#')) this.#change('hash', 1);
  }

  #endProtocol() {
    const component = new Component(this.#text(), canonicalize.protocol, { delimiter: '', prefix: '' });
    this.#special = matchesSpecialScheme(component);
    if (this.#isPlain('/', 1) && this.#isPlain('/', 2)) this.#change('authority', 3);
    else this.#change(this.#special ? 'authority' : 'pathname', 1);
  }

  #isPlain(value, ahead = 0) {
    const token = this.#tokens[this.#index + ahead];
    return token !== undefined && token.value === value &&
      (token.type === 'char' || token.type === 'escaped' || token.type === 'invalid');
  }

  /** A '?' begins the search unless it modifies what stands before it. */
  #isSearchPrefix() {
    if (this.#isPlain('?')) return true;
    if (this.#tokens[this.#index].value !== '?') return false;
    const previous = this.#tokens[this.#index - 1]?.type;
    return previous !== 'name' && previous !== 'regexp' && previous !== 'close' && previous !== 'asterisk';
  }

  #rewind(state) {
    this.#index = this.#componentStart;
    this.#step = 0;
    this.#state = state;
  }

  #text() {
    return this.#input.slice(this.#tokens[this.#componentStart].index, this.#tokens[this.#index].index);
  }

  #change(state, skip) {
    const from = this.#state;
    if (from !== 'init' && from !== 'authority' && from !== 'done') this.#result[from] = this.#text();
    if (from !== 'init' && state !== 'done') this.#fillBetween(order.indexOf(from), order.indexOf(state));
    this.#state = state;
    this.#index += skip;
    this.#componentStart = this.#index;
    this.#step = 0;
  }

  /** Components that were skipped are empty, not wild. */
  #fillBetween(from, to) {
    const at = (name) => order.indexOf(name);
    const result = this.#result;
    if (from < at('hostname') && to > at('hostname')) result.hostname ??= '';
    if (from < at('pathname') && to > at('pathname')) result.pathname ??= this.#special ? '/' : '';
    if (from < at('search') && to > at('search')) result.search ??= '';
  }
}

module.exports = { ConstructorStringParser, matchesSpecialScheme };
