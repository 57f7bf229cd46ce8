// What hangs off an isolate: the slots of v8::Isolate::SetData.
#pragma once
namespace eddy::bind {
enum IsolateSlot { kRuntimeSlot = 0, kRegistrySlot = 1 };
}
