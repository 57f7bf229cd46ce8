'use strict';
// node:domain (deprecated). Loading it changes EventEmitter: emitters made within a domain, or added to one, emit within
// it, and give it their unhandled 'error' events. Asynchronous resources made within a domain run within it: a hook of
// async_ids sees to that. Errors that nobody caught come to the entered domains before 'uncaughtException'.

const EventEmitter = require('events');
const asyncIds = require('async_ids');
const uncaught = require('uncaught');
const process = require('process_object');
const { ERR_UNHANDLED_ERROR } = require('errors');

uncaught.reserveForDomains();
uncaught.setPromiseDomains((promise) => domainsOfPromises.get(promise));

const stack = []; // the entered domains, innermost last
let processDomain = null;

Object.defineProperty(process, 'domain', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    return processDomain;
  },
  set(domain) {
    processDomain = domain;
  },
});

function activate(domain) {
  exports.active = processDomain = domain;
}

function defineHidden(object, key, value) {
  Object.defineProperty(object, key, { __proto__: null, configurable: true, enumerable: false, writable: true, value });
}

// --- asynchronous resources. ---

const domainsOfPromises = new WeakMap();

function domainOf(resource) {
  return domainsOfPromises.get(resource) ?? resource?.domain;
}

asyncIds.addHook({
  init(id, type, triggerId, resource) {
    if (processDomain === null || processDomain === undefined) return;
    if (type === 'PROMISE') domainsOfPromises.set(resource, processDomain);
    else defineHidden(resource, 'domain', processDomain);
  },
  before() {
    const domain = domainOf(asyncIds.executionAsyncResource());
    if (domain instanceof Domain) domain.enter();
  },
  after() {
    const domain = domainOf(asyncIds.executionAsyncResource());
    if (domain instanceof Domain) domain.exit();
  },
});

// --- uncaught errors. ---

function updateCapture() {
  const handles = stack.some((domain) => domain.listenerCount('error') > 0);
  uncaught.setDomainCallback(handles ? (er) => processDomain._errorHandler(er) : null);
}

function clearStack() {
  stack.length = 0;
  activate(null);
  updateCapture();
}

function markError(er, domain, thrown) {
  if ((typeof er !== 'object' && typeof er !== 'function') || er === null) return;
  defineHidden(er, 'domain', domain);
  er.domainThrown = thrown;
}

/** A group of operations whose errors come to its 'error' event. */
function Domain() {
  EventEmitter.call(this);
  this.members = [];
  this.on('removeListener', updateCapture);
  this.on('newListener', captureForNewListener);
}
Object.setPrototypeOf(Domain.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Domain, EventEmitter);

function captureForNewListener(type) {
  // The listener is there only after this event.
  if (type === 'error' && stack.includes(this)) uncaught.setDomainCallback((er) => processDomain._errorHandler(er));
}

Domain.prototype.members = undefined;

/** An error was thrown within this domain and nobody caught it. @returns {boolean} whether it was handled */
Domain.prototype._errorHandler = function(er) {
  markError(er, this, true);
  while (exports.active === this) this.exit();
  let caught;
  if (stack.length === 0) {
    // What the listener of the outermost domain throws ends the process.
    uncaught.setDomainCallback(null);
    try {
      caught = this.emit('error', er);
    } finally {
      updateCapture();
    }
  } else {
    try {
      caught = this.emit('error', er);
    } catch (err) {
      // The domain around this one is the next to be asked.
      activate(stack[stack.length - 1]);
      updateCapture();
      caught = uncaughtInOuter(err);
    }
  }
  clearStack();
  return caught;
};

function uncaughtInOuter(err) {
  if (stack.some((domain) => domain.listenerCount('error') > 0)) return processDomain._errorHandler(err);
  clearStack();
  return uncaught.onUncaught(err, false);
}

/** Makes this the active domain. */
Domain.prototype.enter = function() {
  activate(this);
  stack.push(this);
  updateCapture();
};

/** Leave this domain and all entered within it. */
Domain.prototype.exit = function() {
  const index = stack.lastIndexOf(this);
  if (index < 0) return;
  stack.splice(index);
  activate(stack.length === 0 ? undefined : stack[stack.length - 1]);
  updateCapture();
};

/** Adds an emitter or a timer: it runs in this domain from now on. */
Domain.prototype.add = function(ee) {
  if (ee.domain === this) return;
  if (ee.domain) ee.domain.remove(ee);
  if (this.domain && ee instanceof Domain) {
    for (let outer = this.domain; outer; outer = outer.domain) {
      if (ee === outer) return; // a domain cannot be within itself
    }
  }
  defineHidden(ee, 'domain', this);
  this.members.push(ee);
};

/** The opposite of add(). */
Domain.prototype.remove = function(ee) {
  ee.domain = null;
  const index = this.members.indexOf(ee);
  if (index >= 0) this.members.splice(index, 1);
};

/** Calls fn(...args) within this domain. @returns what fn returns. An error stays in the domain: it is left afterwards */
Domain.prototype.run = function(fn) {
  this.enter();
  const result = Reflect.apply(fn, this, Array.prototype.slice.call(arguments, 1));
  this.exit();
  return result;
};

function bindTo(domain, call) {
  defineHidden(call, 'domain', domain);
  return call;
}

/** @returns {Function} cb without its first argument; if that is an error, it goes to the domain instead */
Domain.prototype.intercept = function(cb) {
  const self = this;
  return bindTo(self, function() {
    const er = arguments[0];
    if (er instanceof Error) {
      er.domainBound = cb;
      markError(er, self, false);
      self.emit('error', er);
      return undefined;
    }
    return callWithin(self, cb, this, Array.prototype.slice.call(arguments, 1));
  });
};

/** @returns {Function} cb, to be called within this domain */
Domain.prototype.bind = function(cb) {
  const self = this;
  return bindTo(self, function() {
    return callWithin(self, cb, this, arguments);
  });
};

function callWithin(domain, fn, self, args) {
  domain.enter();
  const result = Reflect.apply(fn, self, args);
  domain.exit();
  return result;
}

// --- native addons. ---

let warnedOfAddons = false;

/** A callback that an addon makes: within the domain that its receiver has as a property. */
function callFromAddon(receiver, callback, args) {
  const { domain } = receiver;
  if (!(domain instanceof Domain)) return Reflect.apply(callback, receiver, args);
  if (exports.active && !warnedOfAddons) {
    warnedOfAddons = true;
    process.emitWarning(
      'Using a domain property in MakeCallback is deprecated. Use the async_context variant of MakeCallback or the ' +
      'AsyncResource class instead. ' +
      `(Triggered by calling ${callback.name || '<anonymous>'} on ${receiver.constructor.name}.)`,
      'DeprecationWarning', 'DEP0097');
  }
  return callWithin(domain, callback, receiver, args);
}

require('node_api').setDomainCallback(callFromAddon);

// --- emitters. ---

EventEmitter.usingDomains = true;

const emitterInit = EventEmitter.init;
EventEmitter.init = function(opts) {
  defineHidden(this, 'domain', null);
  if (exports.active && !(this instanceof Domain)) this.domain = exports.active;
  return Reflect.apply(emitterInit, this, [opts]);
};

const emitterEmit = EventEmitter.prototype.emit;
EventEmitter.prototype.emit = function emit(...args) {
  const { domain } = this;
  if (this === process) {
    // Whoever handles an error that no domain handled does so outside of them.
    if (args[0] === 'uncaughtException') clearStack();
    return Reflect.apply(emitterEmit, this, args);
  }
  if (domain === null || domain === undefined) return Reflect.apply(emitterEmit, this, args);
  if (args[0] === 'error' && this.listenerCount('error') === 0) {
    if (this.listenerCount(EventEmitter.errorMonitor) > 0) {
      Reflect.apply(emitterEmit, this, [EventEmitter.errorMonitor, ...args.slice(1)]);
    }
    emitErrorToDomain(this, domain, args);
    return false;
  }
  const enters = domain !== processDomain;
  if (enters) domain.enter();
  const result = Reflect.apply(emitterEmit, this, args);
  if (enters) domain.exit();
  return result;
};

/** The domain's listeners run outside of the active domain, however often that was entered. */
function emitErrorToDomain(emitter, domain, args) {
  const er = args.length > 1 && args[1] ? args[1] : new ERR_UNHANDLED_ERROR(args[1]);
  if (typeof er === 'object') {
    er.domainEmitter = emitter;
    markError(er, domain, false);
  }
  const entered = stack.slice();
  const active = processDomain;
  let keep = stack.length;
  while (keep > 0 && stack[keep - 1] === active) keep--;
  stack.length = keep;
  activate(keep > 0 ? stack[keep - 1] : null);
  updateCapture();
  domain.emit('error', er);
  stack.splice(0, stack.length, ...entered);
  activate(active);
  updateCapture();
}

/** @returns {Domain} a new domain */
function createDomain() {
  return new Domain();
}

exports._stack = stack;
exports.Domain = Domain;
exports.createDomain = exports.create = createDomain;
exports.active = null; // what process.domain is
