// A piece of one open file copied into another, in one trip to the pool: what a ReadStream piped into a WriteStream
// does while nobody looks at the bytes (straight_copy.js).
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "bind/module.h"
#include "fs/request.h"

namespace eddy {
namespace {

using bind::Job;
using bind::Result;
using fs::Work;

// How a piece came out; straight_copy.js knows them by name.
enum Outcome : int32_t { kMore, kEnded, kReadFailed, kWriteFailed, kNotFiles };

struct Piece {
  int64_t read = 0, written = 0;
  Outcome outcome = kMore;
  int error = 0;  // a negative errno
};

// A file and where to go on in it; below 0, where its descriptor stands.
struct Place {
  int fd;
  int64_t position;

  ssize_t Read(char* to, size_t size) const {
    ssize_t count;
    do count = position < 0 ? read(fd, to, size) : pread(fd, to, size, position);
    while (count < 0 && errno == EINTR);
    return count;
  }
  ssize_t Write(const char* from, size_t size) const {
    ssize_t count;
    do count = position < 0 ? write(fd, from, size) : pwrite(fd, from, size, position);
    while (count < 0 && errno == EINTR);
    return count;
  }
  void Advance(ssize_t count) {
    if (position >= 0) position += count;
  }
};

// A pipe or a terminal gives and takes what it can; a file copied into itself grows while it is read.
bool AreTwoFiles(int from, int to) {
  struct stat source, target;
  return fstat(from, &source) == 0 && fstat(to, &target) == 0 && S_ISREG(source.st_mode) && S_ISREG(target.st_mode) &&
         (source.st_ino != target.st_ino || source.st_dev != target.st_dev);
}

void Fail(Piece& piece, Outcome outcome) {
  piece.outcome = outcome;
  piece.error = -errno;
}

// Writes all of it. False: it failed.
bool WriteAll(Piece& piece, Place& to, const char* bytes, size_t size) {
  while (size > 0) {
    ssize_t written = to.Write(bytes, size);
    if (written <= 0) {
      if (written == 0) errno = EIO;
      Fail(piece, kWriteFailed);
      return false;
    }
    to.Advance(written);
    piece.written += written;
    bytes += written;
    size -= static_cast<size_t>(written);
  }
  return true;
}

Piece Copy(Place from, Place to, int64_t size) {
  Piece piece;
  if (!AreTwoFiles(from.fd, to.fd)) {
    piece.outcome = kNotFiles;
    return piece;
  }
  char block[128 * 1024];  // stays in the processor's cache
  while (piece.read < size) {
    ssize_t count = from.Read(block, static_cast<size_t>(std::min<int64_t>(sizeof(block), size - piece.read)));
    if (count < 0) {
      Fail(piece, kReadFailed);
      return piece;
    }
    if (count == 0) {
      piece.outcome = kEnded;
      return piece;
    }
    from.Advance(count);
    piece.read += count;
    if (!WriteAll(piece, to, block, static_cast<size_t>(count))) return piece;
  }
  return piece;
}

// Gives [outcome, bytes read, bytes written, errno].
Job<Piece> CopyPiece(int32_t from, int64_t from_position, int32_t to, int64_t to_position, int64_t size) {
  return Work<Piece>([=]() -> Result<Piece> { return Copy(Place{from, from_position}, Place{to, to_position}, size); });
}

}  // namespace

namespace bind {

template <>
struct Convert<Piece> {
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const Piece& piece) {
    v8::Local<v8::Value> parts[] = {
        v8::Integer::New(isolate, piece.outcome), v8::Number::New(isolate, static_cast<double>(piece.read)),
        v8::Number::New(isolate, static_cast<double>(piece.written)), v8::Integer::New(isolate, piece.error)};
    return v8::Array::New(isolate, parts, std::size(parts));
  }
};

}  // namespace bind

EDDY_MODULE(fs_straight_copy) {
  Function<CopyPiece>("copyPiece");
  Constant("ENDED", kEnded);
  Constant("READ_FAILED", kReadFailed);
  Constant("WRITE_FAILED", kWriteFailed);
  Constant("NOT_FILES", kNotFiles);
}

}  // namespace eddy
