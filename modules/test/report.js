'use strict';
// What is reported of a test: events on the harness's stream. Tests run as concurrency allows ('enqueue', 'dequeue', 'complete')
// and are reported in the order in which they were declared ('start', 'plan', 'pass' or 'fail', 'diagnostic').

class Report {
  #test;
  #next = 0;            // index of the subtest whose turn it is
  #hasStarted = false;  // 'start' was sent
  #diagnostics = [];
  #relayed = [];        // events of a test file's process that wait for its turn

  constructor(test) {
    this.#test = test;
  }

  /** How many subtests were reported already. */
  get reported() { return this.#next; }

  #send(type, data) {
    this.#test.root.harness.stream.send(type, data);
  }

  /** What all events about it have in common. */
  #place() {
    const { nesting, name, location } = this.#test;
    return { __proto__: null, nesting, name, ...location };
  }

  // --- As it runs. ---

  #queueEvent() {
    const { nesting, name, isSuite, location } = this.#test;
    return { __proto__: null, nesting, name, type: isSuite ? 'suite' : 'test', ...location };
  }

  enqueued() { this.#send('test:enqueue', this.#queueEvent()); }
  dequeued() { this.#send('test:dequeue', this.#queueEvent()); }

  /** It has ended, which its parent reports as soon as it is its turn. */
  completed() {
    const outcome = this.#outcome();
    outcome.details.passed = this.#test.passed;
    this.#send('test:complete', outcome);
    this.#test.parent.report.proceed();
  }

  // --- In order. ---

  get #hasTurn() {
    const { parent } = this.#test;
    return parent === null || (parent.report.#hasTurn && parent.subtests[parent.report.#next] === this.#test);
  }

  /** Reports the subtests that are done and whose turn it is. */
  proceed() {
    if (!this.#hasTurn) return;
    this.#flushRelayed();
    const { subtests } = this.#test;
    while (this.#next < subtests.length) {
      const { report, finished } = subtests[this.#next];
      report.proceed();
      if (!finished) return;
      report.#verdict();
      this.#next++;
      subtests[this.#next]?.report.#flushRelayed();
    }
  }

  #start() {
    const { parent } = this.#test;
    if (this.#hasStarted || parent === null) return;
    this.#hasStarted = true;
    parent.report.#start();
    this.#send('test:start', this.#place());
  }

  #verdict() {
    const { hasRelayedTests, passed, subtests, nesting, location } = this.#test;
    if (!hasRelayedTests) this.#start();
    if (subtests.length > 0) {
      this.#send('test:plan', { __proto__: null, nesting: nesting + 1, count: subtests.length, ...location });
    }
    if (!hasRelayedTests) {
      if (nesting === 0) this.#test.root.relayedResults++;
      this.#send(passed ? 'test:pass' : 'test:fail', this.#outcome());
    }
    this.sendDiagnostics();
  }

  #outcome() {
    const { duration, isSuite, error, skipped, todo, name, nesting, location, passedOnAttempt } = this.#test;
    const details = { __proto__: null, duration_ms: duration, type: isSuite ? 'suite' : 'test' };
    if (error !== null) details.error = error;
    const { reruns } = this.#test.root.harness;
    if (reruns !== undefined) details.attempt = reruns.attempt;
    if (passedOnAttempt !== undefined) details.passed_on_attempt = passedOnAttempt;
    const data = { __proto__: null, name, nesting, testNumber: this.#test.number, details, ...location };
    if (skipped !== false) data.skip = skipped;
    else if (todo !== false) data.todo = todo;
    return data;
  }

  // --- Messages about it. ---

  addDiagnostic(message, level) {
    this.#diagnostics.push({ message, level });
  }

  sendDiagnostics() {
    const { parent, nesting, location } = this.#test;
    for (const { message, level } of this.#diagnostics.splice(0)) {
      this.#send('test:diagnostic', { __proto__: null, nesting: parent === null ? 0 : nesting, message, level, ...location });
    }
  }

  // --- Test files in processes of their own. ---

  /** Passes on an event of a test file's process, when it is the file's turn. */
  relay(type, data) {
    if (this.#hasTurn) this.#sendRelayed(type, data);
    else this.#relayed.push({ type, data });
  }

  #sendRelayed(type, data) {
    if (data.nesting === 0 && (type === 'test:pass' || type === 'test:fail')) {
      data.testNumber = ++this.#test.root.relayedResults;
    }
    this.#send(type, data);
  }

  #flushRelayed() {
    for (const { type, data } of this.#relayed.splice(0)) this.#sendRelayed(type, data);
  }
}

module.exports = { Report };
