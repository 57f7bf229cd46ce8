'use strict';
// Random stream programs: each makes streams with random options, does random things to them at random moments, and
// gives the log of every call and event, with the fields of the state objects. The same seed gives the same program.
const { Readable, Writable, Transform, PassThrough, pipeline, finished } = require('stream');

const READABLE_FIELDS = [
  'length', 'flowing', 'ended', 'endEmitted', 'reading', 'sync', 'needReadable', 'emittedReadable', 'readableListening',
  'resumeScheduled', 'errorEmitted', 'destroyed', 'closed', 'closeEmitted', 'readingMore', 'dataEmitted', 'paused',
  'constructed',
];
const WRITABLE_FIELDS = [
  'length', 'needDrain', 'ending', 'ended', 'finished', 'destroyed', 'writing', 'corked', 'sync', 'bufferProcessing',
  'prefinished', 'errorEmitted', 'pendingcb', 'closed', 'closeEmitted', 'bufferedRequestCount', 'finalCalled',
  'constructed',
];
const EVENTS = ['error', 'close', 'end', 'finish', 'prefinish', 'drain', 'pause', 'resume', 'pipe', 'unpipe'];

/** mulberry32: a random number below n at each call. */
function generator(seed) {
  return (n) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

class Program {
  constructor(seed) {
    this.random = generator(seed);
    this.log = [];
    this.objectMode = this.chance(2);
    this.count = 0;
    this.streams = [];
  }

  chance(n) { return this.random(n) === 0; }
  pick(list) { return list[this.random(list.length)]; }

  say(...words) {
    this.log.push(words.map((word) => {
      if (word instanceof Error) return word.code || word.message;
      return Buffer.isBuffer(word) ? `B${word.toString('latin1')}` : String(word);
    }).join(' '));
  }

  chunk() {
    return this.objectMode ? ++this.count : this.pick(['a', 'bc', 'def', Buffer.from('xy'), 'q'.repeat(7)]);
  }

  /** Calls back at once, a little later, or with an error. */
  settle(how, callback) {
    if (how === 'sync') callback();
    else if (how === 'tick') process.nextTick(callback);
    else if (how === 'immediate') setImmediate(callback);
    else if (how === 'job') queueMicrotask(callback);
    else if (how === 'error') callback(new Error('E'));
    else process.nextTick(callback, new Error('F'));
  }

  anyHow() { return this.pick(['sync', 'sync', 'sync', 'tick', 'tick', 'immediate', 'job', 'error', 'late error']); }
  mostlyWell(n) { return this.chance(n) ? this.anyHow() : this.pick(['sync', 'tick', 'immediate', 'job']); }

  options() {
    const options = {
      objectMode: this.objectMode,
      highWaterMark: this.pick([undefined, 0, 1, 2, 5, 16]),
      autoDestroy: this.pick([undefined, undefined, true, false]),
      emitClose: this.pick([undefined, true, false, true]),
    };
    if (this.chance(5)) {
      options.construct = (callback) => {
        this.say('_construct');
        this.settle(this.anyHow(), callback);
      };
    }
    if (this.chance(5)) {
      options.destroy = (error, callback) => {
        this.say('_destroy', error);
        this.settle(this.pick(['sync', 'tick', 'immediate']), () => callback(error));
      };
    }
    return options;
  }

  readable() {
    const program = this;
    const style = this.random(4);
    let left = this.random(8);
    function push(stream) {
      if (stream.destroyed) return;
      if (left-- > 0) program.say('push', stream.push(program.chunk()));
      else if (left === -1) stream.push(null);
    }
    const options = this.options();
    if (!this.objectMode && this.chance(4)) options.encoding = 'utf8';
    options.read = function(size) {
      program.say('_read', size);
      if (style === 1) process.nextTick(push, this);
      else if (style === 2) setImmediate(push, this);
      else push(this);
      if (style === 3 && program.chance(2)) push(this);
    };
    return new Readable(options);
  }

  writable() {
    const options = this.options();
    options.write = (chunk, encoding, callback) => {
      this.say('_write', chunk, encoding);
      this.settle(this.mostlyWell(10), callback);
    };
    if (this.chance(3)) {
      options.writev = (chunks, callback) => {
        this.say('_writev', chunks.map(({ chunk }) => chunk).join());
        this.settle(this.mostlyWell(10), callback);
      };
    }
    if (this.chance(3)) {
      options.final = (callback) => {
        this.say('_final');
        this.settle(this.mostlyWell(6), callback);
      };
    }
    return new Writable(options);
  }

  transform() {
    if (this.chance(4)) return new PassThrough(this.options());
    const program = this;
    const options = this.options();
    options.transform = function(chunk, encoding, callback) {
      program.say('_transform', chunk);
      const copies = program.random(3);
      program.settle(program.mostlyWell(12), (error) => {
        if (error) return callback(error);
        for (let i = 1; i < copies; i++) this.push(chunk);
        return copies === 0 ? callback() : callback(null, chunk);
      });
    };
    if (this.chance(3)) {
      options.flush = (callback) => {
        this.say('_flush');
        this.settle(this.mostlyWell(5), () => callback(null, this.objectMode ? 99 : 'fl'));
      };
    }
    return new Transform(options);
  }

  add(name, stream) {
    for (const event of EVENTS) {
      stream.on(event, (argument) => this.say(name, event, argument?.pipe ? 'stream' : argument ?? ''));
    }
    this.streams.push([name, stream]);
    return stream;
  }

  build() {
    const shape = this.random(5);
    if (shape === 0) {
      this.add('r', this.readable());
    } else if (shape === 1) {
      this.add('w', this.writable());
    } else if (shape === 2) {
      const source = this.add('r', this.readable());
      source.pipe(this.add('w', this.writable()), this.chance(4) ? { end: false } : undefined);
      if (this.chance(3)) source.pipe(this.add('w2', this.writable()));
    } else if (shape === 3) {
      const source = this.add('r', this.readable());
      const middle = this.add('t', this.transform());
      const sink = this.add('w', this.writable());
      if (this.chance(2)) source.pipe(middle).pipe(sink);
      else pipeline(source, middle, sink, (error) => this.say('pipeline', error));
    } else {
      this.add('t', this.transform());
    }
  }

  readableActions(name, stream) {
    return [
      () => this.say(name, 'read', stream.read()),
      () => this.say(name, 'read 1', stream.read(1)),
      () => stream.pause(),
      () => stream.resume(),
      () => stream.on('data', (chunk) => this.say(name, 'data', chunk)),
      () => stream.once('readable', () => this.say(name, 'readable', stream.readableLength)),
      () => stream.on('readable', () => {
        this.say(name, 'readable');
        for (let chunk; (chunk = stream.read()) !== null;) this.say(name, 'got', chunk);
      }),
      () => { if (!stream.readableEnded && !stream.destroyed) stream.unshift(this.objectMode ? 77 : 'un'); },
      () => stream.removeAllListeners('readable'),
    ];
  }

  writableActions(name, stream) {
    const write = () => this.say(name, 'write', stream.write(this.chunk()));
    return [
      write, write, write,
      () => this.say(name, 'write', stream.write(this.chunk(), (error) => this.say(name, 'written', error))),
      () => stream.end((error) => this.say(name, 'ended', error)),
      () => stream.end(this.chunk()),
      () => stream.cork(),
      () => stream.uncork(),
    ];
  }

  action(name, stream) {
    if (this.chance(4)) {
      return this.pick([
        () => stream.destroy(),
        () => stream.destroy(new Error('D')),
        () => finished(stream, (error) => this.say(name, 'finished', error)),
      ]);
    }
    if (this.streams.length > 1 && this.chance(8)) return () => this.streams[0][1].unpipe?.(this.streams[1][1]);
    const actions = [];
    if (stream._readableState) actions.push(...this.readableActions(name, stream));
    if (stream._writableState) actions.push(...this.writableActions(name, stream));
    return this.pick(actions);
  }

  showState(name, stream) {
    const { _readableState: readable, _writableState: writable } = stream;
    if (readable) this.say(name, READABLE_FIELDS.map((field) => readable[field]).join());
    if (writable) this.say(name, WRITABLE_FIELDS.map((field) => writable[field]).join(), stream.writable);
  }

  async run() {
    try {
      this.build();
      for (let steps = 1 + this.random(8); steps > 0; steps--) {
        const [name, stream] = this.pick(this.streams);
        const action = this.action(name, stream);
        const run = () => {
          try {
            action();
          } catch (error) {
            this.say(name, 'threw', error);
          }
        };
        this.pick([setImmediate, process.nextTick, (fn) => fn(), (fn) => fn()])(run);
        if (this.chance(4)) this.showState(name, stream);
        if (this.chance(3)) await new Promise(this.pick([setImmediate, process.nextTick]));
      }
    } catch (error) {
      this.say('threw', error);
    }
    for (let turns = 0; turns < 25; turns++) await new Promise(setImmediate);
    for (const [name, stream] of this.streams) this.showState(name, stream);
    return this.log;
  }
}

/** The log of the program that `seed` stands for. */
function runProgram(seed) {
  return new Program(seed).run();
}

/** FNV-1a of a string. */
function hash(text) {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, '0');
}

module.exports = { Program, hash, runProgram };

// node _random_programs.js SEED [COUNT]: prints the logs, to compare two runtimes.
if (require.main === module) {
  (async () => {
    const first = Number(process.argv[2]);
    for (let seed = first; seed < first + Number(process.argv[3] ?? 1); seed++) {
      console.log(`seed ${seed}\n  ${(await runProgram(seed)).join('\n  ')}`);
    }
  })();
}
