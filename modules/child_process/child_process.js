// node:child_process.
// Also shown: arguments, ipc, own_options, sync.
'use strict';
const { ChildProcess } = require('child_process/child');
const { exec, execFile } = require('child_process/exec');
const { fork, _forkChild } = require('child_process/fork');
const { spawn } = require('child_process/spawn');
const { spawnSync, execFileSync, execSync } = require('child_process/sync');

module.exports = { _forkChild, ChildProcess, exec, execFile, execFileSync, execSync, fork, spawn, spawnSync };
