// Descriptors 0 to 2 stay open for as long as the process lives: libuv ends the process by an assertion when one of its
// own gets such a number, and what libraries write to stderr would end up in a program's file. One that a program
// closed is open on /dev/null, and to the program it is closed: it gives EBADF, and the next file that is opened gets
// its number.
#pragma once

namespace eddy::fs {

// close(2). 0 or a negative errno.
int CloseFd(int fd);
// Did the program close it, and open nothing in its place?
bool IsStandardClosed(int fd);
bool AnyStandardClosed();
// What was just opened gets the lowest number that the program closed. A negative `fd` stays as it is.
int InClosedStandardPlace(int fd);

}  // namespace eddy::fs
