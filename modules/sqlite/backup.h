// backup(): a database copied page by page while it is used.
#pragma once
#include "bind/function.h"

namespace eddy::sqlite {

// backup(source, path[, options]): a promise of the number of pages.
void StartBackup(const bind::CallInfo& info);

}  // namespace eddy::sqlite
