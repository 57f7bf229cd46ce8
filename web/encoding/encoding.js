'use strict';
// TextEncoder and TextDecoder (https://encoding.spec.whatwg.org/).

const { TextEncoder } = require('encoding/text_encoder');
const { TextDecoder } = require('encoding/text_decoder');

module.exports = { TextEncoder, TextDecoder };
