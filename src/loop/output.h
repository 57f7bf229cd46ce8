// Standard output and standard error that are pipes or sockets: written without a wait. What the reader does not take
// at once is kept, and written when the loop finds that there is room; whatever ends the process writes the rest.
//
// Such a descriptor is shared with the parent, with siblings and with children. O_NONBLOCK belongs to what they share:
// set here, their writes would fail, and a child that clears it would make ours wait. So it is left as it is: each
// write says for itself that it does not wait, and the loop polls an epoll instance in place of the descriptor.
#pragma once
#include <uv.h>

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eddy::loop {

class Loop;

class Output {
 public:
  // Who waits for the end of a write.
  class Listener {
   public:
    virtual void OnWritten(int status) = 0;

   protected:
    ~Listener() = default;
  };

  // The one of descriptor 1 or 2, in the process's main loop. Made with the first call, and never deleted.
  static Output& Of(Loop& loop, int fd);
  // Writes what all of them keep, when the process ends. Where the reader takes nothing for a while, a process of its
  // own goes on with it, so that neither is anything lost nor does the end wait. Safe without a JavaScript engine.
  static void Finish();
  // From now on the end is not to wait long for a slow reader: the process was asked to end.
  static void Hurry();

  // Writes what the descriptor takes, nothing while earlier writes are kept; `buffers` then begins where it stopped.
  // Returns 0 or a negative errno.
  int TryWrite(std::span<uv_buf_t>& buffers);
  // Keeps `buffers`, which stay where they are until `listener` is called. Returns 0 or a negative errno.
  int Queue(std::span<const uv_buf_t> buffers, Listener* listener);
  // Writes a text whose outcome nobody waits for. Returns 0, or a negative errno when it failed at once.
  int Write(std::string_view text);
  // The same for whatever the descriptor is; `loop`: the process's main loop, or nullptr in other threads. Files and
  // terminals are written at once.
  static int WriteTo(Loop* loop, int fd, std::string_view text);
  // Ends the stream behind all that is kept: the reader of a socket sees the end. A pipe stays open.
  int QueueEnd(Listener* listener);
  // The listeners get UV_ECANCELED; what they wrote is written all the same.
  void Disown();
  // Whether writes wait until they are done.
  int SetBlocking(bool blocking);

  int fd() const { return fd_; }
  bool is_shared() const { return is_socket_ || is_pipe_; }
  size_t waiting() const { return waiting_; }

 private:
  struct Entry {
    std::vector<uv_buf_t> buffers;
    std::span<uv_buf_t> rest;
    std::unique_ptr<std::string> copy;  // of the rest, where nobody else holds it
    Listener* listener = nullptr;
    bool is_end = false;
  };

  Output(Loop& loop, int fd);
  int WriteSome(std::span<uv_buf_t>& buffers);
  ssize_t TryOnce(std::span<uv_buf_t> buffers);
  int WriteWaiting(std::span<uv_buf_t>& buffers);
  bool FlushWaiting(int patience_ms);
  void LeaveRestToAnotherProcess();
  int Watch();
  void Drain();
  int End();
  static void OnRoom(uv_poll_t* poll, int status, int events);

  Loop& loop_;
  const int fd_;
  const bool is_socket_, is_pipe_;
  bool blocking_ = false;
  bool knows_nowait_ = true;  // RWF_NOWAIT on pipes came with Linux 6.4
  std::deque<std::unique_ptr<Entry>> queue_;
  size_t waiting_ = 0;  // bytes
  bool watching_ = false;
  int epoll_ = -1;
  uv_poll_t poll_;
};

}  // namespace eddy::loop
