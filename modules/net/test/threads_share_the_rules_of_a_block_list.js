'use strict';
// A BlockList that was sent to a worker is one list in both threads: rules that one adds hold in the other.
const assert = require('node:assert');
const { BlockList } = require('node:net');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
const finish = require('../../../test/_finish');

const FIRST = ['Address: IPv4 1.2.3.4', 'Range: IPv4 10.0.0.1-10.0.0.9', 'Subnet: IPv6 ::/120'].reverse();

function inWorker(list) {
  assert.ok(BlockList.isBlockList(list));
  assert.deepStrictEqual(list.rules, FIRST);
  assert.strictEqual(list.check('7.7.7.7'), false);
  list.addAddress('7.7.7.7');
  parentPort.postMessage('added');
  parentPort.once('message', finish.once((again) => {
    assert.deepStrictEqual(list.rules, ['Subnet: IPv4 8.8.0.0/16', 'Address: IPv4 7.7.7.7', ...FIRST]);
    assert.strictEqual(list.check('8.8.1.1'), true);
    again.addRange('9.0.0.1', '9.0.0.2'); // the same list, sent once more
    assert.strictEqual(list.check('9.0.0.2'), true);
  }));
}

function inMain() {
  const list = new BlockList();
  list.addAddress('1.2.3.4');
  list.addRange('10.0.0.1', '10.0.0.9');
  list.addSubnet('::', 120, 'ipv6');
  const worker = new Worker(__filename, { workerData: list });
  worker.on('message', finish.once(() => {
    assert.strictEqual(list.check('7.7.7.7'), true);
    list.fromJSON(['Subnet: IPv4 8.8.0.0/16']);
    worker.postMessage(list);
  }));
  worker.on('exit', finish.once((code) => {
    assert.strictEqual(code, 0);
    assert.strictEqual(list.rules[0], 'Range: IPv4 9.0.0.1-9.0.0.2');
    assert.strictEqual(list.rules.length, 6);
  }));
}

if (isMainThread) inMain();
else inWorker(workerData);
