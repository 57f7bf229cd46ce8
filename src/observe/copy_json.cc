#include "observe/copy_json.h"

#include <uv.h>

#include <cstdio>
#include <utility>

namespace eddy::observe {
namespace {

constexpr const char* kCounts[] = {
    "turns",     "callbacks",   "ticks",         "jobs",     "work",     "minor",     "minorNs",   "major",
    "majorNs",   "incremental", "incrementalNs", "weak",     "weakNs",   "blocked",   "blockedNs", "timersNs",
    "pendingNs", "idleNs",      "prepareNs",     "pollNs",   "checkNs",  "closeNs",   "outsideNs", "waitedNs",
    "timers",    "immediates",  "handles",       "requests", "heapUsed", "heapTotal", "resident"};
static_assert(std::size(kCounts) == static_cast<size_t>(Count::kCount));

void AppendNumber(std::string* out, uint64_t value) { *out += std::to_string(value); }

void AppendRecord(std::string* out, uint64_t number, const Record& record, const std::string& detail) {
  *out += '[';
  uint64_t before[] = {
      number,     static_cast<uint64_t>(record.type), record.start_ns, record.end_ns, record.late_us, record.kind,
      record.site};
  for (uint64_t value : before) {
    AppendNumber(out, value);
    *out += ',';
  }
  *out += QuotedJson(detail);
  uint64_t behind[] = {record.phase, record.ticks, record.jobs, record.cause, record.resource, record.other_us};
  for (uint64_t value : behind) {
    *out += ',';
    AppendNumber(out, value);
  }
  *out += ']';
}

}  // namespace

std::string QuotedJson(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escaped[8];
      snprintf(escaped, sizeof escaped, "\\u%04x", c);
      out += escaped;
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string CopyAsJson(const RingCopy& copy, size_t most) {
  constexpr uint64_t kLongNs = 1'000'000;
  uint64_t now = uv_hrtime();
  std::string out = "{\"pid\":" + std::to_string(copy.pid) + ",\"thread\":" + std::to_string(copy.thread) +
                    ",\"program\":" + QuotedJson(copy.program) + ",\"eddy\":" + QuotedJson(copy.eddy_version) +
                    ",\"began\":" + std::to_string(copy.began_ns) +
                    ",\"wallOffset\":" + std::to_string(copy.wall_offset_ns) + ",\"now\":" + std::to_string(now) +
                    ",\"ended\":" + (copy.has_ended ? "true" : "false") + ",\"first\":" + std::to_string(copy.first) +
                    ",\"counts\":{";
  for (size_t i = 0; i < copy.counts.size(); ++i) {
    if (i > 0) out += ',';
    out += '"' + std::string(kCounts[i]) + "\":" + std::to_string(copy.counts[i]);
  }
  out += "},\"late\":[";
  bool is_first = true;
  for (int step = 0; step < kSteps; ++step) {
    if (copy.late[static_cast<size_t>(step)] == 0) continue;
    if (!std::exchange(is_first, false)) out += ',';
    out += '[' + std::to_string(static_cast<uint64_t>(MostOf(step))) + ',' +
           std::to_string(copy.late[static_cast<size_t>(step)]) + ']';
  }
  out += "],\"names\":[";
  for (size_t i = 0; i < copy.names.size(); ++i) {
    if (i > 0) out += ',';
    out += QuotedJson(copy.names[i]);
  }
  out += "],\"records\":[";
  is_first = true;
  for (size_t i = 0; i < copy.records.size(); ++i) {
    const Record& record = copy.records[i];
    if (record.start_ns == 0) continue;
    bool is_young = i + most >= copy.records.size();
    bool is_long = record.end_ns == 0 || record.end_ns - record.start_ns >= kLongNs;
    if (!is_young && !(is_long && record.type != RecordType::kTurn)) continue;
    if (!std::exchange(is_first, false)) out += ',';
    AppendRecord(&out, copy.first + i, record, copy.details[i]);
  }
  return out + "]}";
}

}  // namespace eddy::observe
