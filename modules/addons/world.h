// What the functions of namespace node need: the world of the thread that an isolate or an environment belongs to.
#pragma once
#include "addons/include/node.h"
#include "node_api/environment.h"

namespace eddy::addons {

using node_api::World;

inline node::Environment* ToEnvironment(World* world) { return reinterpret_cast<node::Environment*>(world); }
inline World& Of(node::Environment* env) { return *reinterpret_cast<World*>(env); }
// Null for isolates that an addon made by itself.
inline World* Find(v8::Isolate* isolate) {
  auto* runtime = isolate ? static_cast<Runtime*>(isolate->GetData(bind::kRuntimeSlot)) : nullptr;
  return runtime ? &World::Of(*runtime) : nullptr;
}

// In front of the first addon of a thread.
void PrepareThread(World& world);

}  // namespace eddy::addons
