// The loop below JavaScript: several runtimes in one process, resources, and what the observer sees.
#include "loop/loop.h"

#include "observe/origin.h"
#include "testing.h"

namespace eddy {
namespace {

class LoopTest : public testing::RuntimeTest {};

TEST_F(LoopTest, EndsWhenNothingIsReferenced) {
  runtime_->loop().Run();
  EXPECT_FALSE(runtime_->loop().Alive());
  Run("var ran = false; setTimeout(() => { ran = true }, 1).unref()");
  runtime_->loop().Run();
  EXPECT_EQ(RunText("ran"), "false");
  Run("setImmediate(() => { ran = true })");
  runtime_->loop().Run();
  EXPECT_EQ(RunText("ran"), "true");
}

TEST_F(LoopTest, RuntimesShareNoState) {
  Run("globalThis.mine = 1; setTimeout(() => { mine++ }, 1)");
  {
    Runtime another((Runtime::Settings()));
    v8::HandleScope handles(another.isolate());
    v8::Context::Scope scope(another.context());
    EXPECT_FALSE(another.loop().Alive());
    auto mine = another.context()->Global()->Get(another.context(), bind::Symbolic(another.isolate(), "mine"));
    EXPECT_TRUE(mine.ToLocalChecked()->IsUndefined());
    another.loop().Run();
  }
  runtime_->loop().Run();
  EXPECT_EQ(RunText("mine"), "2");
}

class Recorder : public loop::Observer {
 public:
  void TurnBegin(uint64_t turn) override { turns = turn; }
  void PhaseBegin(loop::Phase phase) override { log += std::string("<") + loop::PhaseName(phase); }
  void PhaseEnd(loop::Phase phase) override { log += std::string(loop::PhaseName(phase)) + ">"; }
  void CallbackBegin() override { log += "("; }
  void CallbackEnd() override { log += ")"; }
  uint64_t turns = 0;
  std::string log;
};

TEST_F(LoopTest, TheObserverSeesTurnsPhasesAndCallbacks) {
  Recorder recorder;
  runtime_->loop().Observe(&recorder);
  Run("setTimeout(() => setImmediate(() => {}), 1)");
  runtime_->loop().Run();
  runtime_->loop().Observe(nullptr);
  EXPECT_GE(recorder.turns, 1u);
  EXPECT_NE(recorder.log.find("<timers()timers>"), std::string::npos) << recorder.log;
  EXPECT_NE(recorder.log.find("<check()check>"), std::string::npos) << recorder.log;
  EXPECT_NE(recorder.log.find("<pollpoll>"), std::string::npos) << recorder.log;
}

class ResourceRecorder : public loop::Observer {
 public:
  uint32_t ResourceMade(const loop::Resource& resource) override {
    made.push_back(std::string(resource.kind()) + " " + resource.origin());
    return 0;
  }
  void ResourceGone(const loop::Resource& resource) override { gone.push_back(resource.kind()); }
  std::vector<std::string> made, gone;
};

TEST_F(LoopTest, TheObserverLearnsWhereEachResourceWasMade) {
  observe::KeepOrigins();
  ResourceRecorder recorder;
  runtime_->loop().Observe(&recorder);
  v8::ScriptOrigin origin(bind::NewString(isolate(), "/app/user.js"));
  auto source = bind::NewString(isolate(), "const fs = process.getBuiltinModule('fs');\n  fs.stat('/', () => {});");
  auto script = v8::Script::Compile(context(), source, &origin).ToLocalChecked();
  ASSERT_FALSE(script->Run(context()).IsEmpty());
  EXPECT_EQ(recorder.made, (std::vector<std::string>{"FSReqCallback /app/user.js:2:6"}));
  ASSERT_NE(runtime_->loop().resources(), nullptr);
  EXPECT_GE(runtime_->loop().now(), runtime_->loop().resources()->born_ms());
  runtime_->loop().Run();
  runtime_->loop().Observe(nullptr);
  EXPECT_EQ(recorder.gone, (std::vector<std::string>{"FSReqCallback"}));
}

}  // namespace
}  // namespace eddy
