// The glue: each conversion, each wrong type, lifetimes under forced garbage collection, and the snapshot.
#include <limits>

#include "bind/buffer.h"
#include "bind/module.h"
#include "testing.h"

namespace eddy {
namespace {

enum class Colour : int32_t { kRed = 1, kBlue = 2 };

bool EchoBool(bool value) { return value; }
int32_t EchoInt(int32_t value) { return value; }
uint32_t EchoUint(uint32_t value) { return value; }
int64_t EchoInt64(int64_t value) { return value; }
double EchoDouble(double value) { return value; }
std::string EchoString(std::string value) { return value; }
Colour EchoEnum(Colour value) { return value; }
std::optional<int32_t> EchoOptional(std::optional<int32_t> value) { return value; }
std::vector<std::string> EchoVector(std::vector<std::string> value) { return value; }
std::array<double, 3> Triple() { return {1, 2.5, 3}; }
double SumBytes(std::span<const std::byte> bytes) {
  double sum = 0;
  for (std::byte byte : bytes) sum += static_cast<double>(byte);
  return sum;
}
double SumDoubles(std::span<double> values) {
  double sum = 0;
  for (double value : values) sum += value;
  return sum;
}
double Add(double a, double b) { return a + b; }
bind::Result<int32_t> Fail(std::string how) {
  if (how == "system") return bind::Error::System(UV_ENOENT, "open", "/a", "/b");
  if (how == "type") return bind::Error::Type("ERR_INVALID_ARG_TYPE", "wrong type");
  if (how == "range") return bind::Error::Range("ERR_OUT_OF_RANGE", "out of range");
  return 7;
}
bind::Job<std::string> Work(std::string text) {
  return {[text]() -> bind::Result<std::string> {
            if (text.empty()) return bind::Error::System(UV_EINVAL, "work");
            return text + "!";
          },
          "TestWork"};
}
// Bytes that are read, and memory that is written to, behind the call.
bind::Bytes kept_bytes;
std::optional<bind::Room> kept_room;
void KeepBytes(bind::Bytes bytes) { kept_bytes = std::move(bytes); }
std::string KeptText() { return {reinterpret_cast<const char*>(kept_bytes.data()), kept_bytes.size()}; }
void KeepRoom(bind::Room room) { kept_room = std::move(room); }
double WriteToRoom(std::string text) {
  kept_room->Write(1, std::as_bytes(std::span(text)));
  return static_cast<double>(kept_room->left().size());
}
bind::Result<double> SizeOfPart(std::span<const std::byte> bytes, uint64_t offset, uint64_t length) {
  auto part = bind::Part(bytes, offset, length);
  if (!part.ok()) return part.error();
  return static_cast<double>(part.value().size());
}
std::string TooLongForAString() { return std::string(v8::String::kMaxLength + 1, 'x'); }
v8::Local<v8::Value> DefineCode(v8::Local<v8::Context> context) {
  auto object = v8::Object::New(context->GetIsolate());
  bind::Define(context, object, "code", v8::Integer::New(context->GetIsolate(), 5));
  return object;
}
bind::OwnedBytes MakeBytes() { return bind::OwnedBytes("abc"); }

class Counter : public bind::Object<Counter> {
 public:
  explicit Counter(int32_t start) : count_(start) { ++alive; }
  ~Counter() override { --alive; }
  int32_t Next() { return ++count_; }
  int32_t Count() { return count_; }
  void Keep() { Hold(); }
  void Release() { LetGo(); }
  static inline int alive = 0;

 private:
  int32_t count_;
};
class Other : public bind::Object<Other> {
 public:
  int32_t CountOf(Counter* counter) { return counter ? counter->Count() : -1; }
};

EDDY_TEST_MODULE(glue_test) {
  Function<EchoBool>("echoBool");
  Function<EchoInt>("echoInt");
  Function<EchoUint>("echoUint");
  Function<EchoInt64>("echoInt64");
  Function<EchoDouble>("echoDouble");
  Function<EchoString>("echoString");
  Function<EchoEnum>("echoEnum");
  Function<EchoOptional>("echoOptional");
  Function<EchoVector>("echoVector");
  Function<Triple>("triple");
  Function<SumBytes>("sumBytes");
  Function<SumDoubles>("sumDoubles");
  Function<Add>("add");
  Function<Fail>("fail");
  Function<Work>("work");
  Function<MakeBytes>("makeBytes");
  Function<KeepBytes>("keepBytes");
  Function<KeptText>("keptText");
  Function<KeepRoom>("keepRoom");
  Function<WriteToRoom>("writeToRoom");
  Function<SizeOfPart>("sizeOfPart");
  Function<TooLongForAString>("tooLongForAString");
  Function<DefineCode>("defineCode");
  Class<Counter>("Counter")
      .Constructor<int32_t>()
      .Method<&Counter::Next>("next")
      .Getter<&Counter::Count>("count")
      .Method<&Counter::Keep>("keep")
      .Method<&Counter::Release>("release");
  Class<Other>("Other").Constructor<>().Method<&Other::CountOf>("countOf");
  Constant("ANSWER", 42);
  Constant("NAME", "eddy");
}

class GlueTest : public testing::RuntimeTest {
 protected:
  GlueTest() { Define("n", bind::FindModule("glue_test")->Instantiate(context())); }
};

TEST_F(GlueTest, ConvertsEachTypeBothWays) {
  EXPECT_EQ(RunText("n.echoBool(true)"), "true");
  EXPECT_EQ(RunText("n.echoInt(-2147483648)"), "-2147483648");
  EXPECT_EQ(RunText("n.echoUint(4294967295)"), "4294967295");
  EXPECT_EQ(RunText("n.echoInt64(9007199254740991)"), "9007199254740991");
  EXPECT_EQ(RunText("n.echoInt64(-5n)"), "-5");
  EXPECT_EQ(RunText("n.echoDouble(1.5)"), "1.5");
  EXPECT_EQ(RunText("Object.is(n.echoDouble(-0), -0)"), "true");
  EXPECT_EQ(RunText("n.echoDouble(NaN)"), "NaN");
  EXPECT_EQ(RunText("n.echoString('gr\\u00fc\\u00df \\ud83d\\ude00')"), "gr\u00fc\u00df \U0001F600");
  EXPECT_EQ(RunText("n.echoString('a\\0b').length"), "3");
  EXPECT_EQ(RunText("n.echoString('\\ud800') === '\\ufffd'"), "true");
  EXPECT_EQ(RunText("n.echoEnum(2)"), "2");
  EXPECT_EQ(RunText("n.echoOptional(3)"), "3");
  EXPECT_EQ(RunText("n.echoOptional(undefined)"), "undefined");
  EXPECT_EQ(RunText("n.echoOptional(null)"), "undefined");
  EXPECT_EQ(RunText("n.echoVector(['a', 'b']).join()"), "a,b");
  EXPECT_EQ(RunText("n.triple().join()"), "1,2.5,3");
  EXPECT_EQ(RunText("n.ANSWER + n.NAME"), "42eddy");
}

TEST_F(GlueTest, KeepsBytesThatAProgramShrinksOrChanges) {
  Run("var text = (view) => view.set([97, 98, 99]) ?? view");
  Run("n.keepBytes(text(new Uint8Array(3)))");
  EXPECT_EQ(RunText("n.keptText()"), "abc");
  Run("var shrinks = new ArrayBuffer(3, {maxByteLength: 8}); n.keepBytes(text(new Uint8Array(shrinks))); "
      "shrinks.resize(0)");
  EXPECT_EQ(RunText("n.keptText()"), "abc");
  Run("var shared = new Uint8Array(new SharedArrayBuffer(3)); n.keepBytes(text(shared)); shared[0] = 120");
  EXPECT_EQ(RunText("n.keptText()"), "abc");
  Run("var moved = text(new Uint8Array(3)); n.keepBytes(moved); moved.buffer.transfer()");
  EXPECT_EQ(RunText("n.keptText()"), "abc");
  kept_bytes = {};
}

TEST_F(GlueTest, WritesToARoomWhatIsLeftOfItTakes) {
  Run("var room = new ArrayBuffer(4, {maxByteLength: 8}); n.keepRoom(new Uint8Array(room))");
  EXPECT_EQ(RunText("n.writeToRoom('abcdef')"), "4");
  EXPECT_EQ(RunText("new Uint8Array(room).join()"), "0,97,98,99");
  Run("room.resize(2)");
  EXPECT_EQ(RunText("n.writeToRoom('xyz')"), "2");
  EXPECT_EQ(RunText("new Uint8Array(room).join()"), "0,120");
  Run("room.resize(0)");
  EXPECT_EQ(RunText("n.writeToRoom('xyz')"), "0");
  kept_room.reset();
}

TEST_F(GlueTest, ChecksPartsAgainstTheMemoryItself) {
  Run("var view = new Uint8Array(4)");
  EXPECT_EQ(RunText("n.sizeOfPart(view, 1, 3)"), "3");
  EXPECT_EQ(RunText("n.sizeOfPart(view, 4, 0)"), "0");
  for (const char* call : {"n.sizeOfPart(view, 5, 0)", "n.sizeOfPart(view, 1, 4)", "n.sizeOfPart(view, 2, 2 ** 53)",
                           "n.sizeOfPart(view, 2n ** 64n - 1n, 2)"}) {
    EXPECT_EQ(RunText(std::string("try { ") + call + " } catch (error) { error.code }"), "ERR_OUT_OF_RANGE") << call;
  }
}

TEST_F(GlueTest, TakesWhatDoesNotFitForTheNearest) {
  EXPECT_EQ(bind::Saturated<int32_t>(1e300), std::numeric_limits<int32_t>::max());
  EXPECT_EQ(bind::Saturated<int32_t>(-1e300), std::numeric_limits<int32_t>::min());
  EXPECT_EQ(bind::Saturated<uint64_t>(-5), 0u);
  EXPECT_EQ(bind::Saturated<uint64_t>(0x1p64), std::numeric_limits<uint64_t>::max());
  EXPECT_EQ(bind::Saturated<int64_t>(std::numeric_limits<double>::quiet_NaN()), 0);
  EXPECT_EQ(bind::Saturated<int32_t>(-7.9), -7);
}

TEST_F(GlueTest, GivesResultsPropertiesOfTheirOwn) {
  Run("Object.defineProperty(Object.prototype, 'code', {configurable: true, set() { throw new Error('setter') }, get() "
      "{}})");
  EXPECT_EQ(RunText("n.defineCode().code"), "5");
  EXPECT_EQ(RunText("try { n.fail('type') } catch (error) { error.code }"), "ERR_INVALID_ARG_TYPE");
  Run("delete Object.prototype.code");
  EXPECT_EQ(RunText("try { n.tooLongForAString() } catch (error) { error.code }"), "ERR_STRING_TOO_LONG");
}

TEST_F(GlueTest, SeesBytesWithoutACopy) {
  EXPECT_EQ(RunText("n.sumBytes(new Uint8Array([1, 2, 3]))"), "6");
  EXPECT_EQ(RunText("n.sumBytes(new Uint8Array([1, 2, 3]).subarray(1))"), "5");
  EXPECT_EQ(RunText("n.sumBytes(new Uint8Array([1, 2]).buffer)"), "3");
  EXPECT_EQ(RunText("n.sumBytes(new DataView(new ArrayBuffer(4)))"), "0");
  EXPECT_EQ(RunText("n.sumBytes(new SharedArrayBuffer(4))"), "0");
  EXPECT_EQ(RunText("n.sumDoubles(new Float64Array([1, 2.5]))"), "3.5");
  EXPECT_EQ(RunText("const b = new Uint8Array(8); structuredCloneFree = b.buffer.transfer(); n.sumBytes(b)"), "0");
  EXPECT_EQ(RunText("const m = n.makeBytes(); m instanceof Uint8Array && m.join()"), "97,98,99");
}

TEST_F(GlueTest, RefusesEachWrongType) {
  for (const char* call : {"n.echoBool(1)",
                           "n.echoInt('1')",
                           "n.echoInt(1.5)",
                           "n.echoInt(2147483648)",
                           "n.echoUint(-1)",
                           "n.echoInt(NaN)",
                           "n.echoInt64(2n ** 64n)",
                           "n.echoInt64(0.5)",
                           "n.echoDouble('1')",
                           "n.echoDouble(1n)",
                           "n.echoString(1)",
                           "n.echoString()",
                           "n.echoEnum('red')",
                           "n.echoOptional('1')",
                           "n.echoVector('ab')",
                           "n.echoVector([1])",
                           "n.sumBytes([1])",
                           "n.sumBytes('abc')",
                           "n.sumDoubles(new Float32Array(1))",
                           "n.sumDoubles(new Uint8Array(8))",
                           "new n.Counter('x')",
                           "new n.Other().countOf({})",
                           "new n.Other().countOf(new n.Other())"}) {
    EXPECT_EQ(RunText(std::string("try { ") + call + "; 'no error' } catch (e) { e.name + ' ' + e.code }"),
              "TypeError ERR_INVALID_ARG_TYPE")
        << call;
  }
}

TEST_F(GlueTest, ChecksTheReceiverOfMethods) {
  const char* kWrong = "try { n.Counter.prototype.next.call(%); 'no error' } catch (e) { `${e}` }";
  for (std::string receiver :
       {"{}", "undefined", "new n.Other()", "new Uint8Array(1)", "new Proxy(new n.Counter(1), {})"}) {
    std::string source = kWrong;
    source.replace(source.find('%'), 1, receiver);
    EXPECT_EQ(RunText(source), "TypeError: Illegal invocation") << receiver;
  }
  EXPECT_EQ(RunText("try { n.Counter(1) } catch (e) { `${e}` }"), "TypeError: Illegal invocation");
}

TEST_F(GlueTest, MakesErrorsOfNodesShape) {
  EXPECT_EQ(
      RunText(
          "try { n.fail('system') } catch (e) { [e.message, e.errno, e.code, e.syscall, e.path, e.dest].join('|') }"),
      "ENOENT: no such file or directory, open '/a' -> '/b'|-2|ENOENT|open|/a|/b");
  EXPECT_EQ(RunText("try { n.fail('type') } catch (e) { e.name + e.code + e.message }"),
            "TypeErrorERR_INVALID_ARG_TYPEwrong type");
  EXPECT_EQ(RunText("try { n.fail('range') } catch (e) { e.name + e.code }"), "RangeErrorERR_OUT_OF_RANGE");
  EXPECT_EQ(RunText("n.fail('no')"), "7");
}

TEST_F(GlueTest, FastCallsGiveWhatSlowOnesDo) {
  EXPECT_EQ(RunText("let sum = 0; for (let i = 0; i < 200000; i++) sum = n.add(sum, i); sum"), "19999900000");
  EXPECT_EQ(RunText("function f(x) { try { return n.echoInt(x) } catch (e) { return e.code } }\n"
                    "for (let i = 0; i < 200000; i++) f(i); f('x')"),
            "ERR_INVALID_ARG_TYPE");
}

TEST_F(GlueTest, AJobHasThreeForms) {
  EXPECT_EQ(RunText("n.work('now')"), "now!");
  EXPECT_EQ(RunText("try { n.work('') } catch (e) { e.code }"), "EINVAL");
  Run("var log = [];"
      "n.work('later', (error, value) => log.push(error + value));"
      "n.work('', (error, value) => log.push(error.code + value));"
      "n.work('soon', null).then((value) => log.push(value));"
      "n.work('', null).catch((error) => log.push(error.syscall));"
      "log.push('first');");
  EXPECT_EQ(RunText("log.join()"), "first");
  runtime_->loop().Run();
  EXPECT_EQ(RunText("log.shift()"), "first");
  EXPECT_EQ(RunText("log.sort().join()"), "EINVALundefined,nulllater!,soon!,work");
}

TEST_F(GlueTest, NativeObjectsEndWithTheirWrappers) {
  int before = Counter::alive;
  Run("{ let c; for (let i = 0; i < 1000; i++) c = new n.Counter(i); }");
  EXPECT_EQ(Counter::alive, before + 1000);
  CollectGarbage();
  EXPECT_LE(Counter::alive, before + 1);  // the script's last value may still be on the stack
}

TEST_F(GlueTest, AHeldObjectOutlivesItsLastReference) {
  CollectGarbage();
  int before = Counter::alive;
  Run("(() => { const c = new n.Counter(1); c.keep(); globalThis.weak = new WeakRef(c); })()");
  isolate()->ClearKeptObjects();
  CollectGarbage();
  EXPECT_EQ(Counter::alive, before + 1);
  Run("weak.deref().release()");
  isolate()->ClearKeptObjects();
  CollectGarbage();
  EXPECT_EQ(Counter::alive, before);
}

TEST_F(GlueTest, ARuntimeTakesItsObjectsWithIt) {
  int before = Counter::alive;
  {
    Runtime another((Runtime::Settings()));
    v8::HandleScope handles(another.isolate());
    v8::Context::Scope scope(another.context());
    auto native = bind::FindModule("glue_test")->Instantiate(another.context());
    auto constructor = native->Get(another.context(), bind::Symbolic(another.isolate(), "Counter")).ToLocalChecked();
    v8::Local<v8::Value> start[] = {v8::Integer::New(another.isolate(), 1)};
    EXPECT_FALSE(constructor.As<v8::Function>()->NewInstance(another.context(), 1, start).IsEmpty());
    EXPECT_EQ(Counter::alive, before + 1);
  }
  EXPECT_EQ(Counter::alive, before);
}

TEST(Snapshot, NativeFunctionsWorkAfterARoundTrip) {
  // This program starts from the snapshot that the build made: its functions are native ones restored by reference.
  Runtime runtime((Runtime::Settings()));
  v8::HandleScope handles(runtime.isolate());
  auto context = runtime.context();
  v8::Context::Scope scope(context);
  auto source = bind::NewString(runtime.isolate(), "typeof setTimeout(() => {}, 1).ref + typeof queueMicrotask");
  auto result = v8::Script::Compile(context, source).ToLocalChecked()->Run(context).ToLocalChecked();
  v8::String::Utf8Value text(runtime.isolate(), result);
  EXPECT_STREQ(*text, "functionfunction");
}

}  // namespace
}  // namespace eddy
