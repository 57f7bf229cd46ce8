// Functions and aggregates that SQL calls and the program defines.
#pragma once
#include "bind/function.h"

namespace eddy::sqlite {

class Database;

// database.function(name[, options], function)
void DefineFunction(Database& database, const bind::CallInfo& info);
// database.aggregate(name, options)
void DefineAggregate(Database& database, const bind::CallInfo& info);

}  // namespace eddy::sqlite
