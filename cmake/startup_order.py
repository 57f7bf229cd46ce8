"""Finds which functions a program's start-up runs, in order: startup_order.py OUT MAP PROGRAM ARG...

Linked in that order (gold's --section-ordering-file) they fill a few pages at the front of the binary. Spread over all
of it, as the libraries' files have them, the kernel would map most of its pages for them.

MAP is mold's link map of PROGRAM, which tells where each function's section begins. A breakpoint is set on each; the
first arrival at one is recorded, and the breakpoint removed. Where tracing is not permitted, or the machine is no
x86-64, OUT is empty and a note says so: the binary then works the same, and takes more memory.
"""
import ctypes
import os
import platform
import re
import signal
import sys

PTRACE_TRACEME, PTRACE_PEEKUSER, PTRACE_POKEUSER, PTRACE_CONT, PTRACE_SETOPTIONS = 0, 3, 6, 7, 0x4200
OPTIONS = 0x8 | 0x100000  # PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL
RIP = 16 * 8  # offset of the instruction pointer in struct user
BREAKPOINT = 0xCC

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def ptrace(request, thread, address=0, data=0):
    ctypes.set_errno(0)
    result = libc.ptrace(request, thread, address, data)
    if ctypes.get_errno():
        raise OSError(ctypes.get_errno(), f'ptrace: {os.strerror(ctypes.get_errno())}')
    return result


def function_sections(link_map):
    """{address: name} of the sections that hold one function each."""
    line = re.compile(r'\s+0x([0-9a-f]+)\s+([1-9]\d*)\s+\d+\s+\S.*:\((\.text\.[^)]+)\)')
    with open(link_map, encoding='utf8') as file:
        return {int(match[1], 16): match[3] for match in map(line.match, file) if match}


def start_traced(command):
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        ptrace(PTRACE_TRACEME, 0)
        os.execv(command[0], command)
    _, status = os.waitpid(child, 0)
    if not os.WIFSTOPPED(status):
        raise OSError(f'the traced program ended at once ({status})')
    ptrace(PTRACE_SETOPTIONS, child, 0, OPTIONS)
    return child


def set_breakpoints(memory, addresses):
    """The whole text is read and written at once: single bytes would take a second."""
    start, end = min(addresses), max(addresses) + 1
    text = bytearray(os.pread(memory, end - start, start))
    original = {address: text[address - start] for address in addresses}
    for address in addresses:
        text[address - start] = BREAKPOINT
    os.pwrite(memory, text, start)
    return original


def trace(command, sections):
    """Names of `sections` in the order in which they were first run."""
    child = start_traced(command)
    memory = os.open(f'/proc/{child}/mem', os.O_RDWR)
    original = set_breakpoints(memory, sections)
    order = {}
    ptrace(PTRACE_CONT, child)
    while True:
        thread, status = os.waitpid(-1, 0x40000000)  # __WALL: threads too
        if not os.WIFSTOPPED(status):
            if thread == child:
                if status != 0:
                    raise OSError(f'the traced program failed ({status})')
                return list(order)
            continue
        try:
            resume(thread, os.WSTOPSIG(status), memory, original, lambda address: order.setdefault(sections[address]))
        except ProcessLookupError:
            pass  # the program ended meanwhile: another thread's end is this one's too


def resume(thread, sent, memory, original, arrived):
    if sent == signal.SIGTRAP:
        address = ptrace(PTRACE_PEEKUSER, thread, RIP) - 1
        if address in original:
            arrived(address)
            os.pwrite(memory, bytes([original[address]]), address)
            ptrace(PTRACE_POKEUSER, thread, RIP, address)
    ours = sent in (signal.SIGTRAP, signal.SIGSTOP)  # a breakpoint, or how a new thread begins
    ptrace(PTRACE_CONT, thread, 0, 0 if ours else sent)


def main():
    out, link_map, *command = sys.argv[1:]
    try:
        if platform.machine() != 'x86_64':
            raise OSError(f'cannot trace on {platform.machine()}')
        order = trace(command, function_sections(link_map))
    except OSError as error:
        print(f'startup_order.py: {error}; functions stay in their libraries\' order')
        order = []
    with open(out, 'w', encoding='utf8') as file:
        file.writelines(name + '\n' for name in order)


main()
