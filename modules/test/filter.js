'use strict';
// Which tests run: names that match --test-name-pattern and do not match --test-skip-pattern, and the option `only`.

/** @returns {string[]} the names of what `test` is in, from the outside, and its own */
function namePath(test) {
  const names = [];
  for (; test.parent !== null; test = test.parent) names.unshift(test.name);
  return names;
}

function matches(test, patterns) {
  const fullName = namePath(test).join(' ');
  return patterns.some((pattern) => pattern.test(test.name) || pattern.test(fullName));
}

/** Whether names and `only` leave `test` out. A suite is in when something in it is. */
function isFilteredOut(test) {
  const { namePatterns, skipPatterns, only } = test.root.harness.settings;
  if (test.isSuite && test.subtests.length > 0) return false;
  if (namePatterns.length > 0 && !matches(test, namePatterns)) return true;
  if (skipPatterns.length > 0 && matches(test, skipPatterns)) return true;
  if (test.parent.runOnlySubtests && !test.only && !test.onlySeen) return true;
  return only && test.only === false;
}

/** Whether `test` or a suite that it is in has the option `only`. */
function isChosen(test) {
  if (test.only) return true;
  for (let suite = test.parent; suite?.isSuite; suite = suite.parent) if (suite.only) return true;
  return false;
}

/** Notes, above a test that was declared with it, that the option `only` is there. */
function noteOnly(test) {
  const { root } = test;
  const { harness } = root;
  root.onlySeen = true;
  for (let suite = test.parent; suite?.isSuite; suite = suite.parent) suite.onlySeen = true;
  if (!test.parent.runOnlySubtests && !harness.settings.only && !test.isSuite && !harness.choosesOnly) {
    test.diagnostic('\'only\' and \'runOnly\' require the --test-only command-line option.');
  }
}

module.exports = { isChosen, isFilteredOut, namePath, noteOnly };
