'use strict';
// Random compositions: streams, generator functions, iterables and web streams put together by pipeline(), compose(),
// Duplex.from() and pipe(), which fail or are left at random moments. A log has what came out, and who ended how.
const { Duplex, PassThrough, Readable, Transform, Writable, compose, finished, pipeline } = require('stream');
const { Program, hash } = require('./_random_programs.js');

class CompositionProgram extends Program {
  constructor(seed) {
    super(seed);
    this.objectMode = true;
  }

  watch(name, stream) {
    for (const event of ['error', 'end', 'finish', 'close']) {
      stream.on(event, (error) => this.say(name, event, error instanceof Error ? error : ''));
    }
    return stream;
  }

  later() { return new Promise(this.pick([setImmediate, process.nextTick, queueMicrotask])); }

  source() {
    const program = this;
    const count = this.random(6);
    const fails = this.chance(5);
    async function* values() {
      for (let i = 0; i < count; i++) {
        if (program.chance(3)) await program.later();
        yield i;
      }
      if (fails) throw new Error('source');
    }
    let left = count;
    return this.pick([
      () => Readable.from(values()),
      () => values(),
      () => values,
      () => [1, 2, 3].slice(0, count),
      () => this.watch('source', new Readable({
        objectMode: true,
        read() {
          if (left-- > 0) setImmediate(() => this.push(left));
          else if (fails) this.destroy(new Error('source'));
          else this.push(null);
        },
      })),
      () => new ReadableStream({
        pull(controller) {
          if (left-- > 0) controller.enqueue(left);
          else if (fails) controller.error(new Error('source'));
          else controller.close();
        },
      }),
    ])();
  }

  middle() {
    const program = this;
    const fails = this.chance(6);
    const at = this.random(4);
    return this.pick([
      () => this.watch('middle', new PassThrough({ objectMode: true, highWaterMark: 1 + this.random(3) })),
      () => this.watch('middle', new Transform({
        objectMode: true,
        transform(chunk, encoding, callback) {
          program.settle(program.pick(['sync', 'tick', 'immediate']), () => {
            if (fails && chunk === at) callback(new Error('middle'));
            else callback(null, chunk);
          });
        },
      })),
      () => async function* middle(chunks) {
        for await (const chunk of chunks) {
          if (fails && chunk === at) throw new Error('middle');
          if (program.chance(4)) await program.later();
          yield chunk;
        }
        program.say('generator ends');
      },
      () => new TransformStream({
        transform(chunk, controller) {
          if (fails && chunk === at) throw new Error('middle');
          controller.enqueue(chunk);
        },
      }),
    ])();
  }

  sink() {
    const program = this;
    const fails = this.chance(5);
    return this.pick([
      () => this.watch('sink', new Writable({
        objectMode: true,
        highWaterMark: 1 + this.random(3),
        write(chunk, encoding, callback) {
          program.say('sink got', chunk);
          program.settle(fails ? 'error' : program.pick(['sync', 'tick', 'immediate']), callback);
        },
      })),
      () => async (chunks) => {
        for await (const chunk of chunks) {
          program.say('function got', chunk);
          if (fails) throw new Error('sink');
        }
        return 'value';
      },
      () => new WritableStream({
        write(chunk) {
          program.say('web sink got', chunk);
          if (fails) throw new Error('sink');
        },
      }),
    ])();
  }

  middles() {
    return Array.from({ length: 1 + this.random(3) }, () => this.middle());
  }

  readAll(name, stream) {
    this.watch(name, stream);
    const leavesAt = this.chance(4) ? this.random(4) : -1;
    (async () => {
      let count = 0;
      for await (const chunk of stream) {
        this.say(name, 'gives', chunk);
        if (count++ === leavesAt) break;
      }
      this.say(name, 'read');
    })().catch((error) => this.say(name, 'rejects', error));
  }

  build() {
    const feed = (stream) => {
      for (let i = this.random(5); i > 0; i--) stream.write(i);
      if (this.chance(6)) setImmediate(() => stream.destroy(this.chance(2) ? new Error('destroyed') : undefined));
      else stream.end();
    };
    this.pick([
      () => pipeline(this.source(), ...this.middles(), this.sink(), (error, value) => this.say('pipeline', error, value)),
      () => pipeline(this.source(), this.sink(), (error, value) => this.say('pipeline', error, value)),
      () => {
        const composed = compose(...this.middles(), this.middle());
        this.readAll('composed', composed);
        finished(composed, (error) => this.say('finished', error));
        feed(composed);
      },
      () => this.readAll('composed', compose(Readable.from([1, 2, 3]), ...this.middles())),
      () => {
        const readable = this.watch('readable', new PassThrough({ objectMode: true }));
        const writable = this.watch('writable', new PassThrough({ objectMode: true }));
        if (this.chance(2)) writable.pipe(readable);
        else setImmediate(() => readable.end('own'));
        if (this.chance(4)) setImmediate(() => this.pick([readable, writable]).destroy(new Error('half')));
        const duplex = Duplex.from({ readable, writable });
        this.readAll('duplex', duplex);
        feed(duplex);
        if (this.chance(2)) writable.resume();
      },
      () => {
        const duplex = Duplex.from(this.middle());
        if (duplex.readable) this.readAll('duplex', duplex);
        feed(duplex);
      },
    ])();
  }

  async run() {
    try {
      this.build();
    } catch (error) {
      this.say('threw', error);
    }
    for (let turns = 0; turns < 30; turns++) await new Promise(setImmediate);
    return this.log;
  }
}

/** The log of the composition that `seed` stands for. */
function runComposition(seed) {
  return new CompositionProgram(seed).run();
}

module.exports = { runComposition };

// node _random_compositions.js SEED [COUNT]: prints the logs, to compare two runtimes.
if (require.main === module) {
  (async () => {
    process.on('uncaughtException', (error) => console.log('uncaught', error.message));
    process.on('unhandledRejection', (error) => console.log('unhandled', error?.message));
    const first = Number(process.argv[2]);
    for (let seed = first; seed < first + Number(process.argv[3] ?? 1); seed++) {
      console.log(`seed ${seed}\n  ${(await runComposition(seed)).join('\n  ')}`);
    }
    console.log(hash(''));
  })();
}
