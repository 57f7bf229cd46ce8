'use strict';
// node:module: the CommonJS loader's Module class with the functions about loading that are seldom called.

const { Module } = require('module/cjs');

module.exports = Module;
