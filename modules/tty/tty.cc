// Terminals.
#include "net/stream_handle.h"
#include "runtime/terminal.h"

namespace eddy {
namespace {

class Tty : public bind::Object<Tty, net::StreamHandle> {
 public:
  explicit Tty(Runtime& runtime) : Object(runtime, "TTYWrap") {}

  // 0 or a negative errno.
  int32_t Open(int32_t fd) {
    if (was_opened()) return UV_EALREADY;
    int error = uv_tty_init(runtime().loop().uv(), &uv_, fd, 0);
    if (error == 0) Opened(reinterpret_cast<uv_handle_t*>(&uv_));
    return error;
  }
  int32_t SetRawMode(bool raw) {
    if (!open()) return UV_EBADF;
    if (raw) ProtectTerminal();
    return uv_tty_set_mode(&uv_, raw ? UV_TTY_MODE_RAW : UV_TTY_MODE_NORMAL);
  }
  // windowSize(pair): columns and rows. 0 or a negative errno.
  int32_t WindowSize(std::span<double> pair) {
    if (!open()) return UV_EBADF;
    int columns, rows;
    int error = uv_tty_get_winsize(&uv_, &columns, &rows);
    if (error == 0 && pair.size() >= 2) {
      pair[0] = columns;
      pair[1] = rows;
    }
    return error;
  }

 protected:
  uv_stream_t* stream() override { return reinterpret_cast<uv_stream_t*>(&uv_); }

 private:
  uv_tty_t uv_;
};

void BracketPastes(bool on) { SetBracketedPaste(on); }

bool IsTerminal(int32_t fd) { return uv_guess_handle(fd) == UV_TTY; }

}  // namespace

EDDY_MODULE(tty) {
  auto tty = Class<Tty>("TTY").Constructor<Runtime&>();
  net::StreamHandle::Declare(tty)
      .Method<&Tty::Open>("open")
      .Method<&Tty::SetRawMode>("setRawMode")
      .Method<&Tty::WindowSize>("windowSize");
  Function<IsTerminal>("isTerminal");
  Function<BracketPastes>("bracketPastes");
}

}  // namespace eddy
