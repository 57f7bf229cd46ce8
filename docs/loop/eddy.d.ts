declare module 'eddy:loop' {
  import { EventEmitter } from 'node:events';

  /** Where code stands; `file` is a path, or a URL of what is in no file. From 1 on. */
  interface Site {
    file: string;
    /** Of a function whose line nobody knows: absent. */
    line?: number;
    column?: number;
    function: string;
  }

  /** A callback that kept the loop from all others for longer than the limit. Times in milliseconds. */
  interface BlockReport {
    type: 'blocked';
    pid: number;
    /** 0: the main thread; otherwise the worker's threadId. */
    thread: number;
    /** When it ended, since 1970. */
    time: number;
    /** When it began, by performance.now(). */
    startTime: number;
    duration: number;
    /** Of a timer: from when it was due until it began. */
    late: number;
    /** It has not returned yet: a report of the same callback follows. */
    goesOn: boolean;
    phase: 'timers' | 'pending' | 'idle' | 'prepare' | 'poll' | 'check' | 'close';
    turn: number;
    /** 'timer', 'immediate', 'http request', 'tcp read', 'fs result', 'message' ... */
    callback: string;
    /** 'GET /report', 'due 12 ms before' ...; may be empty. */
    detail: string;
    /** How many times its stack was sampled. The next four are there when some of the program's code was on it. */
    samples: number;
    /** The innermost function of the program below which most of the time was spent. */
    function?: Site;
    /** The part of the samples that were in it. */
    share?: number;
    /** Its most expensive lines, and those of what it called, the worst first; at most three. */
    lines?: { file: string; line: number; text: string; duration: number; kind?: string }[];
    /** The outermost function of the program. */
    entered?: Site;
    /** What was not the program's own JavaScript: 'synchronous file access', 'compression', 'module loading' ... */
    work: { kind: string; name: string; duration: number }[];
    garbageCollection: { count: number; duration: number };
    /** Of its time, the ticks and promise jobs behind it. */
    draining: number;
    /** Functions of process.nextTick that ran in it. */
    ticks: number;
    /** Promise jobs, counted from when they had run for longer than the limit. */
    jobs: number;
    /** Of its time, what the machine gave to other processes, at most. */
    preempted: number;
    /** What could have run and had to wait. `oldestTimer`: for how long its first timer had been due. */
    behind: { reads: number; timers: number; oldestTimer: number; results: number; immediates: number };
    /** How many times the same function blocked in the last minute, with this one, and the median of their times. */
    repeated: number;
    median: number;
  }

  interface Thing {
    /** 'interval', 'timeout', 'server', 'tcp', 'http client', 'child', 'worker', 'message port', 'file watcher' ... */
    kind: string;
    detail: string;
    /** Milliseconds since it was made; undefined of timers. */
    age?: number;
    /** The innermost line of the program when it was made. Known when origins are kept. */
    madeAt?: Site;
    /** Where that is a package's: the line outside of packages that led there. */
    openedFor?: Site;
    /** The program's function that is called for it. */
    callback?: Site;
  }

  /** One metric by OpenTelemetry's conventions, with a point for each set of attributes. */
  interface Metric {
    /** 'nodejs.eventloop.utilization' ... */
    name: string;
    description: string;
    /** 's', 'By', '1', '{callback}' ... */
    unit: string;
    type: 'counter' | 'gauge' | 'histogram';
    points: Point[];
  }

  interface Point {
    attributes: Record<string, string>;
    /** Of counters and gauges. */
    value?: number;
    /** Of histograms: how many, and their sum. */
    count?: number;
    sum?: number;
    /** Of histograms: [bound, how many are not above it]; the last bound is Infinity. */
    buckets?: [number, number][];
  }

  interface Loop extends EventEmitter {
    on(event: 'blocked', listener: (report: BlockReport) => void): this;
    once(event: 'blocked', listener: (report: BlockReport) => void): this;
    /** Watches this thread's loop. `limit`: milliseconds (50); `write`: to standard error, too (false). */
    watch(options?: { limit?: number; write?: boolean }): void;
    /**
     * Of the running callback: for how many milliseconds it has run, without those in which the machine ran other processes;
     * how many times its stack was sampled.
     */
    running(): { duration: number; samples: number };
    why(): { pid: number; keeps: Thing[]; open: Thing[] };
    whyText(): string;
    keepOrigins(): void;
    /** What was counted of this thread's loop since the first call, or since an option had it recorded. */
    metrics(): Metric[];
    /** The same in Prometheus's text format. */
    metricsText(): string;
  }

  const loop: Loop;
  export = loop;
}
