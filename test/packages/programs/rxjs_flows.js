'use strict';
// Runs what tsc made of rxjs's sources.
const { interval, from, of, merge, Subject, throwError, asapScheduler, asyncScheduler, queueScheduler } = require('./out/index.js');
const { take, map, mergeMap, catchError, bufferCount, observeOn, toArray } = require('./out/operators/index.js');

// The interval is longer than all the rest takes, or its place among the others would depend on the machine.
const log = (name) => ({ next: (value) => console.log(name, value), error: (e) => console.log(name, 'error', e.message), complete: () => console.log(name, 'complete') });
interval(200).pipe(take(3), map((n) => n * 2)).subscribe(log('interval'));
from([1, 2, 3]).pipe(mergeMap((n) => from(Promise.resolve(n))), bufferCount(2)).subscribe(log('promises'));
merge(of('asap', asapScheduler), of('queue', queueScheduler), of('sync')).pipe(toArray()).subscribe(log('merge'));
throwError(() => new Error('no')).pipe(catchError((error) => of(error.message))).subscribe(log('caught'));
const subject = new Subject();
subject.pipe(observeOn(asyncScheduler)).subscribe(log('subject'));
subject.next('a');
subject.complete();
