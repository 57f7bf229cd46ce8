#include "observe/report.h"

#include <cinttypes>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <ctime>

#include "observe/source_lines.h"

namespace eddy::observe {
namespace {

std::string Format(const char* format, ...) __attribute__((format(printf, 1, 2)));
std::string Format(const char* format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int size = vsnprintf(nullptr, 0, format, arguments);
  va_end(arguments);
  std::string text(static_cast<size_t>(size), '\0');
  vsnprintf(text.data(), text.size() + 1, format, again);
  va_end(again);
  return text;
}

// 18 204: groups of three.
std::string Grouped(uint64_t number) {
  std::string text = std::to_string(number);
  for (int i = static_cast<int>(text.size()) - 3; i > 0; i -= 3) text.insert(static_cast<size_t>(i), " ");
  return text;
}

std::string Plural(int count, const char* one, const char* many) {
  return Grouped(static_cast<uint64_t>(count)) + " " + (count == 1 ? one : many);
}

std::string ClockTime(double time) {
  auto seconds = static_cast<time_t>(time / 1000);
  tm local{};
  localtime_r(&seconds, &local);
  return Format("%02d:%02d:%02d.%03d", local.tm_hour, local.tm_min, local.tm_sec,
                static_cast<int>(std::fmod(time, 1000)));
}

std::string Padded(std::string text, size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string At(const Place& place) {
  std::string text = ShownFile(place.file);
  if (place.line > 0) text += ":" + std::to_string(place.line);
  if (place.column > 0) text += ":" + std::to_string(place.column);
  return text;
}

const char* NameOf(const Place& place) { return place.function.empty() ? "(anonymous)" : place.function.c_str(); }

std::string Joined(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (auto& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

// --- The lines of the text. ---

std::string Headline(const BlockReport& report) {
  std::string text = "loop blocked " + Duration(report.duration_ms) + (report.goes_on ? " so far" : "") + " in phase " +
                     report.phase + ", turn " + Grouped(report.turn);
  if (int count = report.waiting.all()) {
    text += "; " + Plural(count, "callback", "callbacks") + (report.goes_on ? " wait" : " waited") + " behind it";
  }
  std::string thread = report.thread ? ", worker " + std::to_string(report.thread) : "";
  return Padded(text, 82) + "  (pid " + std::to_string(report.pid) + thread + ", " + ClockTime(report.time) + ")\n";
}

std::string YourCode(const BlockReport& report) {
  const Culprit& culprit = report.culprit;
  if (culprit.samples < 0.5) return "  your code  not known: there was no time for a sample\n";
  if (!culprit.found) return "  your code  none on the stack\n";
  std::string head = Padded(At(culprit.function) + "  " + NameOf(culprit.function), 40);
  std::string text = "  your code  " + head + "  " + Duration(culprit.function.share * report.duration_ms) +
                     Format("   (%.0f %% of %.0f samples)\n", culprit.function.share * 100, culprit.samples);
  for (const Line& line : culprit.lines) {
    std::string place = ShownFile(line.file) + ":" + std::to_string(line.line);
    text += "               " + Padded(Padded(place, 20) + "  " + line.text, 40) + "  " +
            Duration(line.share * report.duration_ms) + "\n";
  }
  return text;
}

std::string Entered(const Culprit& culprit) {
  if (!culprit.found || At(culprit.entered) == At(culprit.function)) return {};
  std::string line = SourceLine(culprit.entered.file, culprit.entered.line);
  return "  entered at " + At(culprit.entered) + "   " + (line.empty() ? NameOf(culprit.entered) : line.c_str()) + "\n";
}

std::string NotYours(const BlockReport& report) {
  std::vector<std::string> parts;
  bool has_synchronous = false;
  if (report.collections > 0) {
    parts.push_back("garbage collection " +
                    (report.collections == 1 ? std::string("once") : std::to_string(report.collections) + " times") +
                    ", " + Duration(report.collections_ms));
  }
  for (const Work& work : report.culprit.work) {
    has_synchronous |= work.kind.starts_with("synchronous");
    parts.push_back(work.kind + (work.name.empty() ? "" : " (" + work.name + ")") + ", " +
                    Duration(work.share * report.duration_ms));
  }
  if (!has_synchronous) parts.push_back("no synchronous I/O");
  return "  not yours  " + Joined(parts, "; ") + "\n";
}

std::string Drained(const BlockReport& report) {
  std::vector<std::string> parts;
  if (report.ticks > 0) parts.push_back(Plural(static_cast<int>(report.ticks), "tick", "ticks"));
  if (report.jobs > 0) parts.push_back("over " + Plural(static_cast<int>(report.jobs), "promise job", "promise jobs"));
  if (parts.empty()) parts.push_back("promise jobs");
  return "  never left " + Joined(parts, " and ") + ", " + Duration(report.draining_ms) +
         " between this callback and the next\n";
}

std::string Behind(const Waiting& waiting) {
  std::vector<std::string> parts;
  if (waiting.reads) parts.push_back(Plural(waiting.reads, "read", "reads"));
  if (waiting.timers) {
    parts.push_back(Plural(waiting.timers, "timer", "timers") + " (" + (waiting.timers == 1 ? "" : "oldest ") + "due " +
                    Duration(waiting.oldest_timer_ms) + " ago)");
  }
  if (waiting.results) parts.push_back(Plural(waiting.results, "result of the pool", "results of the pool"));
  if (waiting.immediates) parts.push_back(Plural(waiting.immediates, "immediate", "immediates"));
  return parts.empty() ? "" : "  behind it  " + Joined(parts, ", ") + "\n";
}

// --- JSON. ---

std::string Quoted(const std::string& text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      result += Format("\\u%04x", c);
    } else {
      result += c;
    }
  }
  return result + '"';
}

// Builds {"name":value,…}.
class Object {
 public:
  Object& Raw(const char* name, const std::string& value) {
    text_ += (text_.empty() ? "" : ",") + Quoted(name) + ":" + value;
    return *this;
  }
  Object& Text(const char* name, const std::string& value) { return Raw(name, Quoted(value)); }
  Object& Number(const char* name, double value) { return Raw(name, Format("%.15g", std::round(value * 1000) / 1000)); }
  std::string End() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

template <class List, class F>
std::string Array(const List& list, F element) {
  std::vector<std::string> parts;
  for (auto& item : list) parts.push_back(element(item));
  return "[" + Joined(parts, ",") + "]";
}

std::string JsonOf(const Place& place) {
  Object object;
  object.Text("file", PathOf(place.file).empty() ? place.file : PathOf(place.file));
  if (place.line > 0) object.Number("line", place.line);
  if (place.column > 0) object.Number("column", place.column);
  return object.Text("function", place.function).End();
}

}  // namespace

std::string Duration(double ms) {
  if (ms < 0) ms = 0;
  if (ms < 1) return Format("%.1f ms", ms);
  if (ms < 9999.5) return Format("%.0f ms", ms);
  if (ms < 60'000) return Format("%.1f s", ms / 1000);
  auto seconds = static_cast<int64_t>(ms / 1000);
  if (seconds < 3600) return Format("%" PRId64 " m %02" PRId64 " s", seconds / 60, seconds % 60);
  return Format("%" PRId64 " h %02" PRId64 " m", seconds / 3600, seconds / 60 % 60);
}

std::string BlockReport::site() const {
  if (!culprit.found) return kind;
  const Place& place = culprit.function;
  return ShownFile(place.file) + (place.line > 0 ? ":" + std::to_string(place.line) : "") + " " + place.function;
}

std::string Text(const BlockReport& report) {
  std::string text = Headline(report);
  text += "  callback   " + report.kind + (report.detail.empty() ? "" : "  " + report.detail) + "\n";
  text += YourCode(report) + Entered(report.culprit);
  if (report.draining_ms > report.duration_ms / 2) text += Drained(report);
  text += NotYours(report) + Behind(report.waiting);
  if (report.preempted_ms > report.duration_ms / 5) {
    text += "  besides    other processes had the processor for " + Duration(report.preempted_ms) + " of it\n";
  }
  if (report.repeated > 1) {
    text += "  repeated   " + std::to_string(report.repeated) + " times in the last minute, median " +
            Duration(report.median_ms) + ", same line\n";
  }
  return text;
}

std::string Json(const BlockReport& report) {
  const Culprit& culprit = report.culprit;
  Object object;
  object.Text("type", "blocked").Number("pid", report.pid).Number("thread", report.thread).Number("time", report.time);
  object.Number("startTime", report.start_ms).Number("duration", report.duration_ms);
  object.Number("late", report.late_ms);
  object.Raw("goesOn", report.goes_on ? "true" : "false").Text("phase", report.phase);
  object.Number("turn", static_cast<double>(report.turn)).Text("callback", report.kind).Text("detail", report.detail);
  object.Number("samples", std::round(culprit.samples));
  if (culprit.found) {
    object.Raw("function", JsonOf(culprit.function)).Number("share", culprit.function.share);
    object.Raw("lines", Array(culprit.lines, [&](const Line& line) {
                 Object one;
                 one.Text("file", PathOf(line.file).empty() ? line.file : PathOf(line.file)).Number("line", line.line);
                 one.Text("text", line.text).Number("duration", line.share * report.duration_ms);
                 if (const char* kind = KindOfLine(line.text)) one.Text("kind", kind);
                 return one.End();
               }));
    object.Raw("entered", JsonOf(culprit.entered));
  }
  object.Raw("work", Array(culprit.work, [&](const Work& work) {
               return Object()
                   .Text("kind", work.kind)
                   .Text("name", work.name)
                   .Number("duration", work.share * report.duration_ms)
                   .End();
             }));
  object.Raw("garbageCollection",
             Object().Number("count", report.collections).Number("duration", report.collections_ms).End());
  object.Number("draining", report.draining_ms).Number("ticks", static_cast<double>(report.ticks));
  object.Number("jobs", static_cast<double>(report.jobs)).Number("preempted", report.preempted_ms);
  const Waiting& waiting = report.waiting;
  object.Raw("behind", Object()
                           .Number("reads", waiting.reads)
                           .Number("timers", waiting.timers)
                           .Number("oldestTimer", waiting.oldest_timer_ms)
                           .Number("results", waiting.results)
                           .Number("immediates", waiting.immediates)
                           .End());
  object.Number("repeated", report.repeated).Number("median", report.median_ms);
  return object.End();
}

}  // namespace eddy::observe
