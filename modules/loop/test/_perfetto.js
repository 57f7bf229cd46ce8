// Reads Perfetto's traces, as far as tests look at them: protobuf's wire format, and the fields by their numbers.
'use strict';

/** The fields of a message: Map {number => [BigInt | Buffer, ...]}. Throws where it is none. */
function fieldsOf(bytes) {
  const fields = new Map();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (at >= bytes.length || shift > 63n) throw new Error('a number is cut off');
      const byte = bytes[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const key = Number(varint());
    let value;
    if ((key & 7) === 0) {
      value = varint();
    } else if ((key & 7) === 1) {
      value = bytes.readBigUInt64LE(at);
      at += 8;
    } else if ((key & 7) === 2) {
      const length = Number(varint());
      if (at + length > bytes.length) throw new Error('a message is cut off');
      value = bytes.subarray(at, at + length);
      at += length;
    } else {
      throw new Error(`wire type ${key & 7} is not used`);
    }
    const number = key >> 3;
    if (!fields.has(number)) fields.set(number, []);
    fields.get(number).push(value);
  }
  return fields;
}

const text = (fields, number) => fields.get(number)?.[0].toString();
const TYPES = { __proto__: null, 1: 'begin', 2: 'end', 3: 'instant', 4: 'counter' };

// Names have numbers: of events (2), of notes (3) and of their values (29).
function learnNames(names, data) {
  for (const kind of [2, 3, 29]) {
    for (const entry of (data.get(kind) ?? []).map(fieldsOf)) {
      const key = `${kind} ${entry.get(1)[0]}`;
      if (names.has(key)) throw new Error(`the number ${key} is given twice`);
      names.set(key, text(entry, 2));
    }
  }
}

/**
 * @returns {{tracks: Map<BigInt, {name: string, parent: BigInt}>, events: {time: BigInt, type: string, track: BigInt, name: string,
 *   flows: BigInt[], notes: Record<string, string>}[]}} events in the order of their times
 */
function readTrace(bytes) {
  const tracks = new Map();
  const events = [];
  const names = new Map();
  for (const packet of fieldsOf(bytes).get(1).map(fieldsOf)) {
    if (packet.has(12)) learnNames(names, fieldsOf(packet.get(12)[0]));
    if (packet.has(60)) {
      const track = fieldsOf(packet.get(60)[0]);
      const thread = track.has(4) ? text(fieldsOf(track.get(4)[0]), 5) : undefined;
      const process = track.has(3) ? text(fieldsOf(track.get(3)[0]), 6) : undefined;
      tracks.set(track.get(1)[0], { name: text(track, 2) ?? thread ?? process, parent: track.get(5)?.[0] });
    } else if (packet.has(11)) {
      const event = fieldsOf(packet.get(11)[0]);
      const notes = (event.get(4) ?? []).map(fieldsOf).map((note) => [
        names.get(`3 ${note.get(1)[0]}`), text(note, 6) ?? names.get(`29 ${note.get(17)?.[0]}`) ?? String(note.get(3)?.[0])]);
      events.push({
        time: packet.get(8)[0], type: TYPES[event.get(9)[0]], track: event.get(11)[0], name: names.get(`2 ${event.get(10)?.[0]}`),
        flows: event.get(47) ?? [], notes: Object.fromEntries(notes),
      });
    }
  }
  events.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  return { tracks, events };
}

module.exports = { readTrace };
