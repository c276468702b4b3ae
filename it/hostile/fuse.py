"""A file system of one's own, with a file whose pages never come: whoever reads it in the kernel waits for ever.

Writes out of its memory hold what they write into: a pipe's lock, for one.
"""
import ctypes
import mmap
import os
import struct
import tempfile

LIBC = ctypes.CDLL(None, use_errno=True)
NEWNS, NEWUSER = 0x20000, 0x10000000
LOOKUP, FORGET, GETATTR, OPEN, READ, INIT, BATCH_FORGET = 1, 2, 3, 14, 15, 26, 42
ENOSYS = 38
SIZE = 1 << 20


def own_namespace():
    """Be root where nobody else is: whoever may do that may mount a file system of the own."""
    uid, gid = os.getuid(), os.getgid()
    if LIBC.unshare(NEWUSER | NEWNS) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    for name, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def attributes(inode):
    mode = 0o40755 if inode == 1 else 0o100644
    return struct.pack("<6Q10I", inode, SIZE, SIZE // 512, 0, 0, 0, 0, 0, 0, mode, 1, 0, 0, 0, 4096, 0)


def answer(opcode, inode):
    """What the file system says: it has one file, and no word of what is in it."""
    if opcode == INIT:
        return struct.pack("<4I2H2I2H8I", 7, 31, 0, 0, 16, 12, 4096, 1, 0, 0, *[0] * 8)
    if opcode == LOOKUP:
        return struct.pack("<4Q2I", 2, 0, 3600, 3600, 0, 0) + attributes(2)
    if opcode == GETATTR:
        return struct.pack("<Q2I", 3600, 0, 0) + attributes(inode)
    if opcode == OPEN:
        return struct.pack("<Q2I", 0, 0, 0)
    return None


def serve(device):
    while True:
        request = os.read(device, 1 << 17)
        _, opcode, unique, inode = struct.unpack_from("<2I2Q", request)
        if opcode in (READ, FORGET, BATCH_FORGET):
            continue  # who reads waits for ever
        body = answer(opcode, inode)
        error = 0 if body is not None else -ENOSYS
        body = body or b""
        os.write(device, struct.pack("<IiQ", 16 + len(body), error, unique) + body)


def write_for_ever(fd):
    """Write a page that never comes."""
    own_namespace()
    place = tempfile.mkdtemp()
    device = os.open("/dev/fuse", os.O_RDWR)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0"
    if LIBC.mount(b"own", place.encode(), b"fuse", 0, options.encode()) != 0:
        raise OSError(ctypes.get_errno(), "mount")
    if os.fork() == 0:  # another process: with its end, where it is killed, all that waits goes on
        serve(device)
    os.close(device)
    file = os.open(place + "/file", os.O_RDONLY)
    LIBC.mmap.restype = ctypes.c_void_p
    LIBC.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
    page = LIBC.mmap(None, SIZE, mmap.PROT_READ, mmap.MAP_SHARED, file, 0)
    LIBC.write.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t]
    LIBC.write(fd, page, 4096)
