#include "observe/kinds.h"

#include <utility>

namespace eddy::observe {

std::string InWords(std::string_view kind) {
  static constexpr std::pair<const char*, const char*> kWords[] = {{"FSReqCallback", "fs result"},
                                                                   {"FSReqPromise", "fs result"},
                                                                   {"TCPConnectWrap", "tcp connected"},
                                                                   {"PipeConnectWrap", "pipe connected"},
                                                                   {"WriteWrap", "written"},
                                                                   {"ShutdownWrap", "shut down"},
                                                                   {"ZLIB", "zlib result"},
                                                                   {"QueryReqWrap", "dns answer"},
                                                                   {"GetAddrInfoReqWrap", "dns answer"},
                                                                   {"GetNameInfoReqWrap", "dns answer"},
                                                                   {"SendWrap", "datagram sent"}};
  for (auto [name, words] : kWords) {
    if (kind == name) return words;
  }
  return kind.ends_with("REQUEST") ? "crypto result" : std::string(kind);
}

std::string WithTransport(const std::string& kind, std::string_view name) {
  if (kind != "read" && kind != "connection" && kind != "close") return kind;
  for (auto [begin, words] : {std::pair{"TCP", "tcp "}, {"Pipe", "pipe "}, {"TTY", "terminal "}, {"UDP", "udp "}}) {
    if (name.starts_with(begin)) return words + kind;
  }
  return kind;
}

}  // namespace eddy::observe
