'use strict';
// What PerformanceObservers of 'http2' hear of sessions and streams when they end.
const perf = require('perf_observe');
const { kId, kState } = require('http2/symbols');

const SERVER = 0;

/** Whether anybody observes: streams then note their times. */
function isObserved() {
  return perf.observed.http2 > 0;
}

/** A session ends. */
function reportSession(session, handle) {
  if (!isObserved()) return;
  const { startTime, pingRTT, streamCount, streamDuration } = session[kState];
  perf.report('Http2Session', 'http2', startTime, perf.now() - startTime, {
    bytesRead: handle.bytesRead,
    bytesWritten: handle.bytesWritten,
    framesReceived: handle.framesReceived,
    framesSent: handle.framesSent,
    maxConcurrentStreams: handle.maxConcurrentStreams,
    pingRTT,
    streamAverageDuration: streamCount === 0 ? 0 : streamDuration / streamCount,
    streamCount,
    type: session.type === SERVER ? 'server' : 'client',
  });
}

/** The times of a stream that begins. */
class StreamTimes {
  constructor() {
    this.start = perf.now();
    this.firstByte = 0; // received
    this.firstByteSent = 0;
    this.firstHeader = 0; // received
    this.bytesRead = 0;
    this.bytesWritten = 0;
  }
}

/** A stream ends. */
function reportStream(stream, session) {
  const { times } = stream[kState];
  if (times === null) return;
  const duration = perf.now() - times.start;
  session[kState].streamDuration += duration;
  const since = (time) => (time === 0 ? 0 : time - times.start);
  perf.report('Http2Stream', 'http2', times.start, duration, {
    bytesRead: times.bytesRead,
    bytesWritten: times.bytesWritten,
    id: stream[kId],
    timeToFirstByte: since(times.firstByte),
    timeToFirstByteSent: since(times.firstByteSent),
    timeToFirstHeader: since(times.firstHeader),
  });
}

module.exports = { StreamTimes, isObserved, now: perf.now, reportSession, reportStream };
