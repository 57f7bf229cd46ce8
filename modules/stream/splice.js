'use strict';
// A Duplex made of two ends: what is written to it goes into `head`, what is read from it comes out of `tail`; either
// may be missing, and each a Node or a web stream. compose() and Duplex.from() make them.
const { AbortError } = require('errors');
const { destroyer } = require('stream/destroyer');
const { NODE, WEB_PAIR, kindOf } = require('stream/kinds');

function isNode(stream) {
  return (kindOf(stream) & NODE) !== 0;
}

/** The two ends; `duplex` is what users get. */
class Splice {
  #head;
  #tail;
  /** What the duplex was given to call when the head has drained, when its end has come through, when it is over. */
  #onDrain = null;
  #onFinish = null;
  #onOver = null;
  /** The duplex's _read, when it waits for the tail. */
  #onReadable = null;
  #isOver = false;
  #owned;
  #keepsOwned;

  /**
   * `head` and `tail`: null if there is none. `owned`: which streams are destroyed with the duplex, unless an end was over
   * before: then the other goes its own way, but for those of `keepsOwned`.
   */
  constructor(Duplex, head, tail, owned, { keepsOwned = false } = { __proto__: null }) {
    this.#owned = owned;
    this.#keepsOwned = keepsOwned;
    this.#head = head;
    this.#tail = tail;
    this.duplex = new Duplex({
      writableObjectMode: Boolean(head?.writableObjectMode),
      readableObjectMode: Boolean(tail?.readableObjectMode),
      writable: head !== null,
      readable: tail !== null,
    });
    if (head !== null) {
      if (isNode(head)) this.#writeToNode();
      else this.#writeToWeb((kindOf(head) & WEB_PAIR ? head.writable : head).getWriter());
    }
    if (tail !== null) {
      if (isNode(tail)) this.#readFromNode();
      else this.#readFromWeb((kindOf(tail) & WEB_PAIR ? tail.readable : tail).getReader());
    }
    this.duplex._destroy = (error, callback) => { this.#destroy(error, callback); };
  }

  /** What was written has come through to its end. */
  finished() {
    const callback = this.#onFinish;
    this.#onFinish = null;
    if (callback) callback();
  }

  /** The ends are done with, by `error` if there is one. */
  over(error) {
    this.#isOver = true;
    const callback = this.#onOver;
    this.#onOver = null;
    if (callback) callback(error);
    else if (error) this.duplex.destroy(error);
  }

  /** Takes down what it owns, and ends when that is over. */
  #destroy(error, callback) {
    this.#onDrain = this.#onFinish = this.#onReadable = null;
    if (!this.#isOver) {
      error ??= new AbortError();
      this.#onOver = callback;
      this.#destroyOwned(error);
    } else {
      if (this.#keepsOwned) this.#destroyOwned(error);
      callback(error);
    }
  }

  #destroyOwned(error) {
    for (const stream of this.#owned) if (isNode(stream)) destroyer(stream, error);
  }

  #writeToNode() {
    const head = this.#head;
    this.duplex._write = (chunk, encoding, callback) => {
      if (head.write(chunk, encoding)) callback();
      else this.#onDrain = callback;
    };
    this.duplex._final = (callback) => {
      head.end();
      this.#onFinish = callback;
    };
    head.on('drain', () => {
      const callback = this.#onDrain;
      this.#onDrain = null;
      if (callback) callback();
    });
  }

  #writeToWeb(writer) {
    this.duplex._write = (chunk, encoding, callback) => {
      writer.ready.then(() => {
        writer.write(chunk).catch(() => {}); // It errors the stream, which reports it.
        callback();
      }, callback);
    };
    this.duplex._final = (callback) => {
      writer.ready.then(() => {
        writer.close().catch(() => {});
        this.#onFinish = callback;
      }, callback);
    };
  }

  #readFromNode() {
    const { duplex } = this;
    const tail = this.#tail;
    tail.on('readable', () => {
      const read = this.#onReadable;
      this.#onReadable = null;
      if (read) read();
    });
    tail.on('end', () => { duplex.push(null); });
    duplex._read = () => {
      let chunk;
      do chunk = tail.read(); while (chunk !== null && duplex.push(chunk));
      if (chunk === null) this.#onReadable = duplex._read;
    };
  }

  #readFromWeb(reader) {
    const { duplex } = this;
    const take = ({ done, value }) => {
      if (duplex.push(done ? null : value)) duplex._read();
    };
    // Why the tail failed, its owner reports.
    duplex._read = () => { reader.read().then(take, () => {}); };
  }
}

module.exports = { Splice };
