// The other side's cluster room: questions and answers over the channel, beside the user's messages.
//   A message is {cmd: 'NODE_CLUSTER', seq, act, ...}; the answer to it has `ack`, the `seq` it answers.
'use strict';

const quiet = { swallowErrors: true };

class Peer {
  #target;
  #asked = new Map(); // seq => onAnswer
  #lastSeq = 0;

  /** @param {ChildProcess|process} target @param {function(object, handle)} onMessage for what is no answer */
  constructor(target, onMessage) {
    this.#target = target;
    target.on('internalMessage', (message, handle) => {
      if (message.cmd !== 'NODE_CLUSTER') return;
      if (message.ack === undefined) onMessage(message, handle);
      else this.#onAnswer(message, handle);
    });
  }

  #onAnswer(answer, handle) {
    const onAnswer = this.#asked.get(answer.ack);
    this.#asked.delete(answer.ack);
    onAnswer?.(answer, handle);
  }

  /** onAnswer(answer, handle); or without arguments when the other side is gone and never will answer. */
  ask(message, handle, onAnswer) {
    const seq = ++this.#lastSeq;
    this.#asked.set(seq, onAnswer);
    this.#send({ cmd: 'NODE_CLUSTER', ...message, seq }, handle);
  }

  answer(question, message, handle) {
    this.#send({ cmd: 'NODE_CLUSTER', ...message, ack: question.seq }, handle);
  }

  tell(message) {
    this.#send({ cmd: 'NODE_CLUSTER', ...message }, undefined);
  }

  #send(message, handle) {
    const target = this.#target;
    // By the public function, which programs wrap to look at the traffic; it refuses once the channel is closing.
    if (target.connected) target.send(message, handle, quiet);
    else target._send?.(message, handle, quiet);
  }

  /** The channel has closed. */
  gone() {
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    for (const onAnswer of asked) onAnswer();
  }
}

module.exports = { Peer };
