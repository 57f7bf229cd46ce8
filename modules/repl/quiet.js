// Evaluation that changes nothing: for previews and completions. One private inspector session serves all REPLs.
'use strict';

const TIME_LIMIT = 333;         // milliseconds
const GROUP = 'repl';

let evaluator;
let lastId = 0;
const contextIds = new WeakMap();       // global object -> id of its context

// An Evaluator knows a context by its sandbox; null is the main one.
function sandboxOf(server) {
  return server.useGlobal ? null : server.context;
}

function contextIdOf(server) {
  const key = server.useGlobal ? globalThis : server.context;
  let id = contextIds.get(key);
  if (id === undefined) {
    evaluator ??= new (binding('repl').Evaluator)();
    id = evaluator.add(sandboxOf(server));
    contextIds.set(key, id);
  }
  return id;
}

function send(method, params) {
  const answer = evaluator.send(JSON.stringify({ id: ++lastId, method, params }), TIME_LIMIT);
  return answer === '' ? undefined : JSON.parse(answer).result;
}

function unserializable(text) {
  if (text.endsWith('n')) return BigInt(text.slice(0, -1));
  return Number(text);
}

function valueOf(remote) {
  if (remote.objectId !== undefined) return evaluator.valueOf(remote.objectId);
  if (remote.unserializableValue !== undefined) return unserializable(remote.unserializableValue);
  return remote.type === 'undefined' ? undefined : remote.value;
}

/**
 * Evaluates `expression` in a REPL's context, unless that would have side effects or take long.
 * @returns {{value: any, thrown: boolean}|undefined} undefined when it was refused
 */
function evaluateQuietly(server, expression) {
  const contextId = contextIdOf(server);
  const answer = send('Runtime.evaluate', {
    expression, contextId, throwOnSideEffect: true, objectGroup: GROUP, silent: true, generatePreview: false, replMode: false,
  });
  if (answer === undefined) return undefined;
  const { result, exceptionDetails } = answer;
  if (exceptionDetails !== undefined && result?.className === 'EvalError' &&
      /side-effect/.test(result.description)) return undefined;
  const value = valueOf(exceptionDetails?.exception ?? result);
  evaluator.releaseValues(GROUP);
  return { value, thrown: exceptionDetails !== undefined };
}

/** The names of let, const and class declarations at top level. */
function lexicalNames(server) {
  const executionContextId = contextIdOf(server);
  return send('Runtime.globalLexicalScopeNames', { executionContextId })?.names ?? [];
}

/** A context is not used any longer. */
function forgetContext(context) {
  if (!contextIds.delete(context)) return;
  evaluator.remove(context);
}

module.exports = { evaluateQuietly, lexicalNames, forgetContext };
