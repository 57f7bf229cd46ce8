// SQLite's files and the permission model: whatever SQL makes SQLite open (ATTACH, VACUUM INTO, URIs), it opens through
// a file system of ours, which asks first.
#pragma once
#include <optional>

#include "bind/error.h"

namespace eddy::sqlite {

// Before anything is opened. Nothing is changed where the permission model is off.
void PrepareFileAccess();

// Why a file was last refused on this thread, once.
std::optional<bind::Error> TakeDenial();
void ForgetDenial();

}  // namespace eddy::sqlite
