'use strict';
// PerformanceResourceTiming (https://w3c.github.io/resource-timing/), made from the fetch standard's timing info.

const { ERR_INVALID_THIS } = require('errors');
const { PerformanceEntry, makeEnumerable, tag, kConstruct } = require('perf_hooks/entries');

const kHeaderSize = 300; // what the specification adds for headers nobody may see

// The getters that are a field of the timing info, and those of its connection info.
const timingFields = {
  workerStart: 'finalServiceWorkerStartTime', redirectStart: 'redirectStartTime', redirectEnd: 'redirectEndTime',
  fetchStart: 'postRedirectStartTime', requestStart: 'finalNetworkRequestStartTime',
  responseStart: 'finalNetworkResponseStartTime', responseEnd: 'endTime', encodedBodySize: 'encodedBodySize',
  decodedBodySize: 'decodedBodySize',
};
const connectionFields = {
  domainLookupStart: 'domainLookupStartTime', domainLookupEnd: 'domainLookupEndTime', connectStart: 'connectionStartTime',
  connectEnd: 'connectionEndTime', secureConnectionStart: 'secureConnectionStartTime',
  nextHopProtocol: 'ALPNNegotiatedProtocol',
};
const order = ['initiatorType', 'workerStart', 'redirectStart', 'redirectEnd', 'fetchStart', 'domainLookupStart',
               'domainLookupEnd', 'connectStart', 'connectEnd', 'secureConnectionStart', 'nextHopProtocol', 'requestStart',
               'responseStart', 'responseEnd', 'encodedBodySize', 'decodedBodySize', 'transferSize', 'deliveryType',
               'responseStatus'];
const jsonOrder = ['initiatorType', 'nextHopProtocol', 'workerStart', 'redirectStart', 'redirectEnd', 'fetchStart',
                   'domainLookupStart', 'domainLookupEnd', 'connectStart', 'connectEnd', 'secureConnectionStart',
                   'requestStart', 'responseStart', 'responseEnd', 'transferSize', 'encodedBodySize', 'decodedBodySize',
                   'deliveryType', 'responseStatus'];

class PerformanceResourceTiming extends PerformanceEntry {
  #data;

  constructor(key = undefined, name = undefined, data = undefined) {
    super(key, name, 'resource', data?.timing.startTime, data === undefined ? 0 : data.timing.endTime - data.timing.startTime);
    this.#data = data;
  }

  static read(entry, field) {
    if (typeof entry !== 'object' || entry === null || !(#data in entry)) throw new ERR_INVALID_THIS('PerformanceResourceTiming');
    const { timing, initiatorType, cacheMode, responseStatus, deliveryType } = entry.#data;
    if (field in timingFields) return timing[timingFields[field]];
    if (field in connectionFields) return timing.finalConnectionTimingInfo?.[connectionFields[field]];
    switch (field) {
      case 'initiatorType': return initiatorType;
      case 'responseStatus': return responseStatus;
      case 'deliveryType': return deliveryType;
      default: // transferSize
        if (cacheMode === 'local') return 0;
        return cacheMode === 'validated' ? kHeaderSize : timing.encodedBodySize + kHeaderSize;
    }
  }

  get name() {
    return super.name;
  }

  get startTime() {
    return super.startTime;
  }

  get duration() {
    return super.duration;
  }

  toJSON() {
    const { name, entryType, startTime, duration } = this;
    const json = { name, entryType, startTime, duration };
    for (const field of jsonOrder) json[field] = this[field];
    return json;
  }
}

const { read } = PerformanceResourceTiming;
delete PerformanceResourceTiming.read;
for (const field of order) {
  const { get } = Object.getOwnPropertyDescriptor({ get [field]() { return read(this, field); } }, field);
  Object.defineProperty(PerformanceResourceTiming.prototype, field, { __proto__: null, get, configurable: true, enumerable: true });
}
makeEnumerable(PerformanceResourceTiming.prototype, ['toJSON']);
tag(PerformanceResourceTiming);

function resourceEntry(name, data) {
  return new PerformanceResourceTiming(kConstruct, name, data);
}

module.exports = { PerformanceResourceTiming, resourceEntry };
