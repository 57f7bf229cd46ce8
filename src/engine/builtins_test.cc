// The start-up data fits this very program: V8 would refuse a code cache that does not, silently and slowly.
#include "engine/builtins.h"

#include "testing.h"

namespace eddy {
namespace {

class Builtins : public testing::RuntimeTest {};

TEST_F(Builtins, HaveACodeCacheThatV8Takes) {
  v8::V8::SetFlagsFromString("--no-expose-gc");  // the flags of a plain start; a cache holds for its flags only
  auto sources = engine::BuiltinSources();
  for (int i = 0; i < static_cast<int>(sources.size()); ++i) {
    std::string_view bytes = engine::BuiltinCodeCache(i);
    ASSERT_FALSE(bytes.empty()) << sources[i].id();
    v8::ScriptCompiler::CachedData cache(reinterpret_cast<const uint8_t*>(bytes.data()),
                                         static_cast<int>(bytes.size()));
    EXPECT_EQ(cache.CompatibilityCheck(isolate()), v8::ScriptCompiler::CachedData::kSuccess) << sources[i].id();
  }
  v8::V8::SetFlagsFromString("--expose-gc");
}

}  // namespace
}  // namespace eddy
