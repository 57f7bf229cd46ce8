// One file copied: what fs.copyFile and fs.cp have in common.
#pragma once

namespace eddy::fs {

// `flags` are libuv's UV_FS_COPYFILE_*. Returns 0 or a negative errno; what was begun is gone then.
int CopyFile(const char* from, const char* to, int flags);

}  // namespace eddy::fs
