'use strict';
// JUnit's XML.

const { inspect } = require('inspect');
const { hostname } = require('os');

function escapeAttribute(text) {
  return escapeContent(String(text).replace(/[\r\n]/g, '')).replace(/"/g, '&quot;');
}

function escapeContent(text) {
  return String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;');
}

function escapeComment(text) {
  return String(text).replace(/--/g, '&#45;&#45;');
}

/** An element, a comment or text, with everything in it. */
function textOf(node, depth) {
  const indent = '\t'.repeat(depth);
  if (typeof node === 'string') return `${escapeContent(node)}\n`;
  if (node.comment !== undefined) return `${indent}<!-- ${escapeComment(node.comment)} -->\n`;
  const attributes = Object.entries(node.attributes)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('');
  if (node.children.length === 0) return `${indent}<${node.tag}${attributes}/>\n`;
  const content = node.children.map((child) => textOf(child, depth + 1)).join('');
  return `${indent}<${node.tag}${attributes}>\n${content}${indent}</${node.tag}>\n`;
}

function count(node, matches) {
  let found = 0;
  for (const child of node.children) if (matches(child)) found++;
  return found;
}

const isFailure = (node) => node.children?.some((child) => child.tag === 'failure') || Number(node.attributes?.failures) > 0;
const isSkipped = (node) => node.children?.some((child) => child.tag === 'skipped');

function finishSuite(node, seconds) {
  node.tag = 'testsuite';
  node.attributes.time = seconds;
  node.attributes.disabled = 0;
  node.attributes.errors = 0;
  node.attributes.tests = count(node, (child) => child.tag !== undefined);
  node.attributes.failures = count(node, isFailure);
  node.attributes.skipped = count(node, isSkipped);
  node.attributes.hostname = hostname();
}

function finishCase(node, seconds, { skip, todo, file }) {
  node.tag = 'testcase';
  node.attributes.time = seconds;
  node.attributes.classname = 'test';
  if (file !== undefined) node.attributes.file = file;
  if (skip !== undefined) {
    node.children.push({ tag: 'skipped', attributes: { type: 'skipped', message: skip }, children: [] });
  }
  if (todo !== undefined) {
    node.children.push({ tag: 'skipped', attributes: { type: 'todo', message: todo }, children: [] });
  }
}

function addFailure(node, error) {
  const message = error.cause?.message ?? error.message;
  node.children.push({
    tag: 'failure',
    attributes: { type: error.failureType ?? error.code, message },
    children: [inspect(error, { breakLength: Infinity })],
  });
  node.attributes.failure = message;
}

/** Turns the events of a run into XML. */
async function* junit(source) {
  yield '<?xml version="1.0" encoding="utf-8"?>\n';
  yield '<testsuites>\n';
  const open = []; // started tests, the innermost last
  const place = (node) => {
    if (open.length === 0) return textOf(node, 1);
    open.at(-1).children.push(node);
    return '';
  };
  for await (const { type, data } of source) {
    if (type === 'test:start') {
      open.push({ attributes: { name: data.name }, children: [] });
    } else if (type === 'test:pass' || type === 'test:fail') {
      const node = open.pop() ?? { attributes: { name: data.name }, children: [] };
      const seconds = (data.details.duration_ms / 1000).toFixed(6);
      if (node.children.some((child) => child.tag !== undefined)) {
        finishSuite(node, seconds);
      } else {
        finishCase(node, seconds, data);
        if (data.details.error !== undefined) addFailure(node, data.details.error);
      }
      yield place(node);
    } else if (type === 'test:diagnostic') {
      yield place({ comment: data.message });
    }
  }
  yield '</testsuites>\n';
}

module.exports = junit;
