'use strict';
// Buffer.prototype.readDoubleLE() and its kind: the bytes pass through an array of one number.

const { checkPlace } = require('buffer/integers');

const float = new Float32Array(1);
const floatBytes = new Uint8Array(float.buffer);
const double = new Float64Array(1);
const doubleBytes = new Uint8Array(double.buffer);

// Named by the order of the bytes against the machine's, which is little-endian.

/**
 * readFloatLE(offset = 0): the IEEE 754 number in the 4 bytes there, least significant byte first. Throws
 * ERR_OUT_OF_RANGE.
 */
function readFloatForwards(offset = 0) {
  checkPlace(this, offset, 4);
  floatBytes[0] = this[offset];
  floatBytes[1] = this[offset + 1];
  floatBytes[2] = this[offset + 2];
  floatBytes[3] = this[offset + 3];
  return float[0];
}

/**
 * readFloatBE(offset = 0): the IEEE 754 number in the 4 bytes there, most significant byte first. Throws
 * ERR_OUT_OF_RANGE.
 */
function readFloatBackwards(offset = 0) {
  checkPlace(this, offset, 4);
  floatBytes[3] = this[offset];
  floatBytes[2] = this[offset + 1];
  floatBytes[1] = this[offset + 2];
  floatBytes[0] = this[offset + 3];
  return float[0];
}

/**
 * readDoubleLE(offset = 0): the IEEE 754 number in the 8 bytes there, least significant byte first. Throws
 * ERR_OUT_OF_RANGE.
 */
function readDoubleForwards(offset = 0) {
  checkPlace(this, offset, 8);
  doubleBytes[0] = this[offset];
  doubleBytes[1] = this[offset + 1];
  doubleBytes[2] = this[offset + 2];
  doubleBytes[3] = this[offset + 3];
  doubleBytes[4] = this[offset + 4];
  doubleBytes[5] = this[offset + 5];
  doubleBytes[6] = this[offset + 6];
  doubleBytes[7] = this[offset + 7];
  return double[0];
}

/**
 * readDoubleBE(offset = 0): the IEEE 754 number in the 8 bytes there, most significant byte first. Throws
 * ERR_OUT_OF_RANGE.
 */
function readDoubleBackwards(offset = 0) {
  checkPlace(this, offset, 8);
  doubleBytes[7] = this[offset];
  doubleBytes[6] = this[offset + 1];
  doubleBytes[5] = this[offset + 2];
  doubleBytes[4] = this[offset + 3];
  doubleBytes[3] = this[offset + 4];
  doubleBytes[2] = this[offset + 5];
  doubleBytes[1] = this[offset + 6];
  doubleBytes[0] = this[offset + 7];
  return double[0];
}

/**
 * writeFloatLE(value, offset = 0): writes an IEEE 754 number of 4 bytes, least significant byte first; returns the
 * offset after it. Throws ERR_OUT_OF_RANGE.
 */
function writeFloatForwards(value, offset = 0) {
  value = +value;
  checkPlace(this, offset, 4);
  float[0] = value;
  this[offset] = floatBytes[0];
  this[offset + 1] = floatBytes[1];
  this[offset + 2] = floatBytes[2];
  this[offset + 3] = floatBytes[3];
  return offset + 4;
}

/**
 * writeFloatBE(value, offset = 0): writes an IEEE 754 number of 4 bytes, most significant byte first; returns the
 * offset after it. Throws ERR_OUT_OF_RANGE.
 */
function writeFloatBackwards(value, offset = 0) {
  value = +value;
  checkPlace(this, offset, 4);
  float[0] = value;
  this[offset] = floatBytes[3];
  this[offset + 1] = floatBytes[2];
  this[offset + 2] = floatBytes[1];
  this[offset + 3] = floatBytes[0];
  return offset + 4;
}

/**
 * writeDoubleLE(value, offset = 0): writes an IEEE 754 number of 8 bytes, least significant byte first; returns the
 * offset after it. Throws ERR_OUT_OF_RANGE.
 */
function writeDoubleForwards(value, offset = 0) {
  value = +value;
  checkPlace(this, offset, 8);
  double[0] = value;
  this[offset] = doubleBytes[0];
  this[offset + 1] = doubleBytes[1];
  this[offset + 2] = doubleBytes[2];
  this[offset + 3] = doubleBytes[3];
  this[offset + 4] = doubleBytes[4];
  this[offset + 5] = doubleBytes[5];
  this[offset + 6] = doubleBytes[6];
  this[offset + 7] = doubleBytes[7];
  return offset + 8;
}

/**
 * writeDoubleBE(value, offset = 0): writes an IEEE 754 number of 8 bytes, most significant byte first; returns the
 * offset after it. Throws ERR_OUT_OF_RANGE.
 */
function writeDoubleBackwards(value, offset = 0) {
  value = +value;
  checkPlace(this, offset, 8);
  double[0] = value;
  this[offset] = doubleBytes[7];
  this[offset + 1] = doubleBytes[6];
  this[offset + 2] = doubleBytes[5];
  this[offset + 3] = doubleBytes[4];
  this[offset + 4] = doubleBytes[3];
  this[offset + 5] = doubleBytes[2];
  this[offset + 6] = doubleBytes[1];
  this[offset + 7] = doubleBytes[0];
  return offset + 8;
}

module.exports = {
  methods: {
    readFloatLE: readFloatForwards,
    readFloatBE: readFloatBackwards,
    readDoubleLE: readDoubleForwards,
    readDoubleBE: readDoubleBackwards,
    writeFloatLE: writeFloatForwards,
    writeFloatBE: writeFloatBackwards,
    writeDoubleLE: writeDoubleForwards,
    writeDoubleBE: writeDoubleBackwards,
  },
};
