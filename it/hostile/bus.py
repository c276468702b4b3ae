"""A D-Bus client that can be as rude as it likes: messages by hand, over a socket of its own.

Used by the attacks in it/hostile/attacks, which run in an instance as alice. Every attack is
called with the number of seconds that it may take.
"""

import os
import socket
import struct
import sys
import time

SYSTEM = "/run/dbus/system_bus_socket"
MANAGER = ("org.freedesktop.systemd1", "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager")
LOGIN = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
HEARTH = ("", "/org/hearth", "org.hearth.Manager1")

END = time.monotonic() + (float(sys.argv[1]) if len(sys.argv) > 1 else 5)


def time_left():
    """Whether the attack may go on."""
    return time.monotonic() < END


def private():
    """The path of one's own manager's socket."""
    return f"/run/user/{os.getuid()}/systemd/private"


def pad(data, to):
    return data + b"\0" * (-len(data) % to)


ALIGN = {"s": 4, "o": 4, "u": 4, "i": 4, "b": 4, "h": 4, "t": 8, "x": 8, "g": 1, "y": 1, "a": 4}


def put(data, signature, value):
    """Append one value of a basic type, or of an array of such, to a body."""
    data = pad(data, ALIGN[signature[0]])
    if signature[0] in "so":
        text = value.encode() if isinstance(value, str) else value
        return data + struct.pack("<I", len(text)) + text + b"\0"
    if signature[0] in "ubh":
        return data + struct.pack("<I", value & 0xFFFFFFFF)
    if signature[0] == "i":
        return data + struct.pack("<i", value)
    if signature[0] == "t":
        return data + struct.pack("<Q", value)
    if signature == "ay":
        return data + struct.pack("<I", len(value)) + value
    assert signature[0] == "a"
    start = pad(data + struct.pack("<I", 0), ALIGN[signature[1]])
    body = start
    for item in value:
        body = put(body, signature[1:], item)
    length = struct.pack("<I", len(body) - len(start))
    return body[: len(data)] + length + body[len(data) + 4 :]


def split(signature):
    """The complete types of a signature made of basic types and arrays of them."""
    types, prefix = [], ""
    for letter in signature:
        prefix += letter
        if letter != "a":
            types.append(prefix)
            prefix = ""
    return types


def call(target, member, signature="", *values, serial=1, descriptors=0, flags=0, length=None):
    """The bytes of a method call; `length` is a lie about the body's."""
    destination, path, interface = target
    body = b""
    for kind, value in zip(split(signature), values):
        body = put(body, kind, value)
    fields = b""
    for code, kind, value in (
        (1, "o", path),
        (2, "s", interface),
        (3, "s", member),
        (6, "s", destination),
        (8, "g", signature),
        (9, "u", descriptors),
    ):
        if not value:
            continue
        fields = pad(fields, 8) + struct.pack("<BB", code, 1) + kind.encode() + b"\0"
        if kind == "g":
            fields += struct.pack("<B", len(value)) + value.encode() + b"\0"
        else:
            fields = put(fields, kind, value)
    head = struct.pack("<BBBBII", ord("l"), 1, flags, 1, len(body) if length is None else length, serial)
    return pad(head + struct.pack("<I", len(fields)) + fields, 8) + body


class Bus:
    """A connection: agreed upon, unless it is not to be."""

    def __init__(self, path, agree=True):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(30)
        self.socket.connect(path)
        self.serial = 0
        self.rest = b""
        if agree:
            uid = str(os.getuid()).encode().hex()
            self.socket.sendall(f"\0AUTH EXTERNAL {uid}\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n".encode())
            while self.rest.count(b"\r\n") < 2:
                self.rest += self.more()
            self.rest = self.rest.split(b"\r\n", 2)[2]
            if path == SYSTEM:
                self.ask(("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus"), "Hello")

    def more(self):
        data = self.socket.recv(1 << 16)
        if not data:
            raise ConnectionError("it hung up")
        return data

    def send(self, target, member, signature="", *values, **more):
        """Call and do not wait."""
        self.serial += 1
        self.socket.sendall(call(target, member, signature, *values, serial=self.serial, **more))
        return self.serial

    def send_descriptors(self, data, descriptors):
        """Send bytes, and descriptors with the first of them."""
        socket.send_fds(self.socket, [data], descriptors)

    def message(self):
        """The next message: its type, the serial it answers, all of it."""
        while True:
            if len(self.rest) >= 16:
                body, _, fields = struct.unpack("<III", self.rest[4:16])
                size = 16 + fields + (-fields % 8) + body
                if len(self.rest) >= size:
                    message, self.rest = self.rest[:size], self.rest[size:]
                    return message[1], reply_serial(message, fields), message
            self.rest += self.more()

    def ask(self, target, member, signature="", *values, **more):
        """Call and wait for the answer: whether it is no error, and its bytes."""
        serial = self.send(target, member, signature, *values, **more)
        while True:
            kind, answered, message = self.message()
            if answered == serial:
                return kind == 2, message

    def close(self):
        self.socket.close()


def reply_serial(message, fields):
    """The field REPLY_SERIAL of a message; its value stands at a multiple of four behind its signature."""
    at, end = 16, 16 + fields
    while at < end:
        at += -at % 8
        code, size = message[at], message[at + 1]
        kind = message[at + 2 : at + 2 + size]
        at += 3 + size
        if kind == b"u":
            at += -at % 4
            if code == 5:
                return struct.unpack("<I", message[at : at + 4])[0]
            at += 4
        elif kind == b"g":
            at += 2 + message[at]
        else:
            at += -at % 4
            at += 5 + struct.unpack("<I", message[at : at + 4])[0]
    return 0


def attempt(step, *arguments, **named):
    """Do something that may be refused, or hung up on; that is the right answer."""
    try:
        return step(*arguments, **named)
    except OSError:
        time.sleep(0.05)
        return None


def repeatedly(step):
    """Do something again and again until the time is over, whatever comes of it."""
    while time_left():
        attempt(step)
