'use strict';
// Descriptors that a worker's program opened by fs.open() and never closed: they are closed when the thread ends.

const fs = binding('fs_descriptor');
const native = binding('worker');

function warn(text) {
  require('process_object').emitWarning(text);
}

function opened(fd) {
  if (!native.keepDescriptor(fd)) warn(`File descriptor ${fd} opened in unmanaged mode twice`);
}

function closing(fd) {
  if (!native.forgetDescriptor(fd)) warn(`File descriptor ${fd} closed but not opened in unmanaged mode`);
}

/** Called once, in a new thread. */
function track() {
  const { open, close } = fs;
  fs.open = (path, flags, mode, callback) => {
    if (typeof callback !== 'function') {
      const fd = open(path, flags, mode, callback);
      if (callback === undefined) opened(fd);
      return fd;
    }
    return open(path, flags, mode, (error, fd) => {
      if (!error) opened(fd);
      if (error) callback(error);
      else callback(error, fd);
    });
  };
  fs.close = (fd, callback) => {
    if (callback !== null) closing(fd); // null: a FileHandle's, which looks after itself
    return close(fd, callback);
  };
}

module.exports = { track };
