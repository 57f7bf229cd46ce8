// The program `eddy-unit-tests`.
#include <gtest/gtest.h>

#include "engine/platform.h"
#include "v8.h"

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  v8::V8::SetFlagsFromString("--expose-gc");
  eddy::engine::Platform::Initialize(2);
  int result = RUN_ALL_TESTS();
  v8::V8::Dispose();
  eddy::engine::Platform::Dispose();
  return result;
}
