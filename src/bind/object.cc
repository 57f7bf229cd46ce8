// The tie between a native object and its wrapper: weak while idle, strong while held.
#include "bind/object.h"

#include "bind/slots.h"
#include "engine/check.h"

namespace eddy::bind {

Registry::Registry(v8::Isolate* isolate) : isolate_(isolate) { isolate->SetData(kRegistrySlot, this); }

Registry::~Registry() {
  while (first_) delete first_;  // each removes itself
  // The isolate, when it goes, still makes the second passes of objects that were collected before: see OnSecondPass.
  isolate_->SetData(kRegistrySlot, nullptr);
}

Registry& Registry::Of(v8::Isolate* isolate) { return *static_cast<Registry*>(isolate->GetData(kRegistrySlot)); }

v8::Local<v8::FunctionTemplate> Registry::TemplateOf(const void* class_id) const {
  auto found = templates_.find(class_id);
  if (found == templates_.end()) return {};
  return found->second.Get(isolate_);
}

void Registry::KeepTemplate(const void* class_id, v8::Local<v8::FunctionTemplate> made) {
  templates_[class_id].Reset(isolate_, made);
}

void Registry::Add(Wrapped* object) {
  object->next_ = first_;
  if (first_) first_->previous_ = object;
  first_ = object;
}

void Registry::Remove(Wrapped* object) {
  (object->previous_ ? object->previous_->next_ : first_) = object->next_;
  if (object->next_) object->next_->previous_ = object->previous_;
}

void Wrapped::Attach(v8::Isolate* isolate, v8::Local<v8::Object> wrapper) {
  CHECK(isolate_ == nullptr);
  isolate_ = isolate;
  wrapper->SetAlignedPointerInInternalField(kNativeField, this);
  wrapper->SetAlignedPointerInInternalField(kMarkField, &wrapper_mark);
  wrapper_.Reset(isolate, wrapper);
  if (holds_ == 0) wrapper_.SetWeak(this, OnCollected, v8::WeakCallbackType::kParameter);
  Registry::Of(isolate).Add(this);
}

Wrapped::~Wrapped() {
  if (isolate_) Registry::Of(isolate_).Remove(this);
}

void Wrapped::Hold() {
  if (holds_++ == 0 && isolate_) wrapper_.ClearWeak();
}

void Wrapped::LetGo() {
  CHECK(holds_ > 0);
  if (--holds_ == 0 && isolate_) wrapper_.SetWeak(this, OnCollected, v8::WeakCallbackType::kParameter);
}

void Wrapped::OnCollected(const v8::WeakCallbackInfo<Wrapped>& info) {
  info.GetParameter()->wrapper_.Reset();
  info.SetSecondPassCallback(OnSecondPass);
}

// Without a registry, the object is gone already: that has deleted all.
void Wrapped::OnSecondPass(const v8::WeakCallbackInfo<Wrapped>& info) {
  if (info.GetIsolate()->GetData(kRegistrySlot)) delete info.GetParameter();
}

}  // namespace eddy::bind
