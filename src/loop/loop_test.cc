// The loop below JavaScript: several runtimes in one process, resources, and what the observer sees.
#include "loop/loop.h"

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

}  // namespace
}  // namespace eddy
