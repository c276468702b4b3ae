#!/usr/bin/env python3
"""Speaks valid D-Bus to hearthd, and asks everything that introspection shows with values at every boundary.

    fuzz-bus.py ROOT BRAIN-PID --uid N [--calls N] [--seed N] [--slow SECONDS] [--as-root]

ROOT is the machine's root as this process sees it. Prints what it found; the exit status is 0 where every call was answered in
time and the brain lived. A seed repeats a run against a machine in the same state. Started by it/fuzz-bus.
"""
import argparse
import os
import random
import re
import select
import socket
import struct
import sys
import time
import xml.etree.ElementTree as ElementTree

LOGIN = 'org.freedesktop.login1'
SYSTEMD = 'org.freedesktop.systemd1'
PROPERTIES = 'org.freedesktop.DBus.Properties'

# Longest time that a call may take at all, in seconds: polkit itself gives up after 25.
GIVE_UP = 30

# Objects visited below one path, and how deep: units are alike.
CHILDREN_MAX = 12
DEPTH_MAX = 6

# What would end the user's own manager or session by design, or the machine.
FATAL = re.compile(
    r'^(Exit|Reexecute|PowerOff|Reboot|Halt|KExec|SoftReboot|SwitchRoot|Suspend|Hibernate|HybridSleep|SuspendThenHibernate|Sleep'
    r'|(Terminate|Kill)(Session|User|Seat)?|ReleaseSession|ScheduleShutdown)(WithFlags)?$')
FATAL_UNITS = re.compile(
    r'(exit|shutdown|halt|poweroff|reboot|kexec|soft-reboot|final|umount)(\.|_2e)target|^-\.slice|_2d_2eslice|init(\.|_2e)scope|/self$')
READS = re.compile(r'^(Get|List|Load|Dump|Lookup|Can|Introspect|Ping)')


class Closed(Exception):
    """The other end hung up."""


class Gone(Exception):
    """Nobody listens any more."""


def alignment(kind):
    return {'y': 1, 'g': 1, 'v': 1, 'n': 2, 'q': 2, 'x': 8, 't': 8, 'd': 8, '(': 8, '{': 8}.get(kind, 4)


def split(signature):
    """The complete types of a signature."""
    types, at = [], 0
    while at < len(signature):
        end = skip(signature, at)
        types.append(signature[at:end])
        at = end
    return types


def skip(signature, at):
    if signature[at] == 'a':
        return skip(signature, at + 1)
    if signature[at] not in '({':
        return at + 1
    close = {'(': ')', '{': '}'}[signature[at]]
    at += 1
    while signature[at] != close:
        at = skip(signature, at)
    return at + 1


class Writer:
    """Little-endian values, each at its boundary."""

    def __init__(self):
        self.out = bytearray()

    def pad(self, size):
        self.out += bytes(-len(self.out) % size)

    def number(self, form, value, size):
        self.pad(size)
        self.out += struct.pack('<' + form, value)

    def write(self, kind, value):
        first = kind[0]
        if first in 'ybnqiuxtdh':
            form, size = {'y': ('B', 1), 'b': ('I', 4), 'n': ('h', 2), 'q': ('H', 2), 'i': ('i', 4), 'u': ('I', 4),
                          'x': ('q', 8), 't': ('Q', 8), 'd': ('d', 8), 'h': ('I', 4)}[first]
            self.number(form, value, size)
        elif first in 'so':
            data = value.encode('utf-8')
            self.number('I', len(data), 4)
            self.out += data + b'\0'
        elif first == 'g':
            self.out += bytes([len(value)]) + value.encode() + b'\0'
        elif first == 'v':
            self.write('g', value[0])
            self.write(value[0], value[1])
        elif first == 'a':
            self.number('I', 0, 4)
            length_at = len(self.out) - 4
            self.pad(alignment(kind[1]))
            start = len(self.out)
            for element in value:
                self.write(kind[1:], element)
            struct.pack_into('<I', self.out, length_at, len(self.out) - start)
        else:
            self.pad(8)
            for part, element in zip(split(kind[1:-1]), value):
                self.write(part, element)


class Reader:
    """The values that this program looks at: a header's fields, and strings."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def pad(self, size):
        self.at += -self.at % size

    def uint32(self):
        self.pad(4)
        self.at += 4
        return struct.unpack_from('<I', self.data, self.at - 4)[0]

    def string(self):
        size = self.uint32()
        self.at += size + 1
        return self.data[self.at - size - 1:self.at - 1].decode('utf-8')

    def signature(self):
        size = self.data[self.at]
        self.at += size + 2
        return self.data[self.at - size - 1:self.at - 1].decode()


class Reply:
    def __init__(self, data, body_at):
        self.kind, self.reply_serial, self.error, self.signature = data[1], 0, '', ''
        reader = Reader(data)
        reader.at = 12
        end = reader.uint32() + 16
        while reader.at < end:
            reader.pad(8)
            code = data[reader.at]
            reader.at += 1
            kind = reader.signature()
            value = reader.uint32() if kind == 'u' else reader.signature() if kind == 'g' else reader.string()
            if code == 4:
                self.error = value
            elif code == 5:
                self.reply_serial = value
            elif code == 8:
                self.signature = value
        self.body = Reader(data[body_at:])


class Connection:
    """One connection, to a bus or to a manager."""

    def __init__(self, directory, name, uid, is_bus):
        self.serial, self.data, self.name, self.is_bus = 0, bytearray(), name, is_bus
        self.socket = socket.socket(socket.AF_UNIX)
        os.fchdir(directory)
        os.setresuid(-1, uid, 0)
        try:
            self.socket.connect(name)
        finally:
            os.setresuid(-1, 0, 0)
        self.socket.sendall(b'\0AUTH EXTERNAL ' + str(uid).encode().hex().encode() + b'\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n')
        while self.data.count(b'\r\n') < 2:
            self.receive(time.monotonic() + GIVE_UP)
        self.data = self.data[self.data.index(b'\r\n', self.data.index(b'\r\n') + 2) + 2:]
        if is_bus:
            self.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'Hello')

    def receive(self, deadline):
        if not select.select([self.socket], [], [], max(0, deadline - time.monotonic()))[0]:
            raise TimeoutError()
        data, fds, _, _ = socket.recv_fds(self.socket, 1 << 16, 16)
        for fd in fds:
            os.close(fd)
        if not data:
            raise Closed()
        self.data += data

    def encode(self, destination, path, interface, member, signature='', arguments=(), fds=0):
        self.serial += 1
        body = Writer()
        for kind, value in zip(split(signature), arguments):
            body.write(kind, value)
        fields = [(1, ('o', path)), (2, ('s', interface)), (3, ('s', member))]
        if self.is_bus:
            fields.append((6, ('s', destination)))
        if signature:
            fields.append((8, ('g', signature)))
        if fds:
            fields.append((9, ('u', fds)))
        head = Writer()
        for kind, value in zip('yyyyuu', (ord('l'), 1, 0, 1, len(body.out), self.serial)):
            head.write(kind, value)
        head.write('a(yv)', fields)
        head.pad(8)
        return bytes(head.out + body.out)

    def send(self, data, fds=()):
        sent = socket.send_fds(self.socket, [data], fds) if fds else 0
        self.socket.sendall(data[sent:])

    def call(self, destination, path, interface, member, signature='', arguments=(), fds=()):
        self.send(self.encode(destination, path, interface, member, signature, arguments, len(fds)), fds)
        return self.answer(self.serial)

    def answer(self, serial):
        deadline = time.monotonic() + GIVE_UP
        while True:
            reply = self.message()
            if reply is None:
                self.receive(deadline)
            elif reply.reply_serial == serial and reply.kind in (2, 3):
                return reply

    def message(self):
        """The next message, or None where it is not there yet."""
        if len(self.data) < 16:
            return None
        body, _, fields = struct.unpack_from('<III', self.data, 4)
        body_at = (16 + fields + 7) // 8 * 8
        if len(self.data) < body_at + body:
            return None
        data, self.data = bytes(self.data[:body_at + body]), self.data[body_at + body:]
        return Reply(data, body_at)

    def close(self):
        self.socket.close()


class Values:
    """Values of any type, mostly at a boundary."""

    BITS = {'y': 8, 'n': 16, 'q': 16, 'i': 32, 'u': 32, 'x': 64, 't': 64}
    UNITS = ['basic.target', 'default.target', 'kept.service', 'app.slice', 'dbus.socket', 'timers.target', 'user.slice',
             'session-1.scope', 'user@2001.service', 'user-2001.slice']
    TEXTS = ['', ' ', '.', '..', '/', '//', '/..', '/../../etc/shadow', '/proc/self/fd/0', '/dev/null', '~', '-', '--help', '*', '?',
             '[', '[!', '[a-', '\\', '\\x', '\\x2d', '%', '%%', '%n%N%p%i%j%J%t%h%u%U%H%v%b%m%l', '%i' * 100, '$', '${', '${A:-' * 50,
             '"', "'", '"unclosed', '\n', '\t', 'a\nb', '\r\n', '\x1b[31m', '\x07', '\u202e', '\ufeff', '\U0010ffff', '\u0301' * 40,
             'ünïcödé.service', 'replace', 'fail', 'isolate', 'ignore-dependencies', 'replace-irreversibly', 'flush', 'all', 'main',
             'control', 'cgroup', 'no-such', 'self', 'auto', 'seat0', 'none', '-1', '0', '1', '2147483648', '18446744073709551616',
             '1e309', 'NaN', 'infinity', '1s', '1y 1y 1y', '*-*-* *:*:*', '*-02-30', 'Mon..Sun *-*~1/1 0/1:0/1:0/1', 'a=b', '=', 'A=',
             'AMBIENT=\n', 'multi word text', '.service', 'a.service', 'a@.service', 'a@b.service', 'a@b@c.service', '@.service',
             'a.unknown', 'A' * 250 + '.service', 'A' * 256 + '.service', '-.slice.slice', 'a--b.slice', '-a.slice', 'dev-null.device',
             'a.mount', 'a.automount', 'a.swap', 'a.path', 'a.timer', 'a.socket', 'a.scope', 'a.target', '../a.service', 'a/b.service',
             '/a.service', '\u0000'.replace('\0', 'nul'), LOGIN + '.Manager', SYSTEMD + '.Manager', SYSTEMD + '.Unit', SYSTEMD + '.Service',
             PROPERTIES, 'Id', 'ActiveState', 'NeedDaemonReload', 'Description', 'ExecStart', 'MemoryMax', 'CPUQuotaPerSecUSec',
             'TasksMax', 'Environment', 'RuntimeMaxUSec', 'OnCalendar', 'TimersCalendar', 'ListenStream']

    def __init__(self, chance, names):
        self.chance = chance
        self.names = names

    def text(self):
        pick = self.chance.random()
        if pick < .35:
            return self.chance.choice(self.TEXTS)
        if pick < .6:
            return self.chance.choice(self.UNITS + self.names)
        if pick < .65:
            return self.chance.choice(['*', 'a', '?', '%', '/', 'ä', '\\', '${', '[a]', '../', '\n', ' ', '@', '.', '-', '_2d']) \
                * self.chance.choice([24, 255, 1000, 4096, 65535]) + self.chance.choice(['', 'z', '.service'])
        if pick < .8:
            return self.chance.choice(self.TEXTS) + self.chance.choice(self.TEXTS + self.UNITS)
        return ''.join(chr(self.chance.choice([self.chance.randrange(1, 128), self.chance.randrange(1, 0xd800),
                                               self.chance.randrange(0xe000, 0x110000)])) for _ in range(self.chance.randrange(20)))

    def integer(self, kind):
        bits = self.BITS[kind]
        around = self.chance.choice([0, 1 << bits, 1 << (bits - 1), 1 << (bits // 2), 1 << 31, 1 << 32, 1000, 2001, 9, 15])
        value = around + self.chance.randrange(-2, 3)
        if self.chance.random() < .2:
            value = self.chance.getrandbits(bits)
        value %= 1 << bits
        return value - (1 << bits) if kind in 'nix' and value >> (bits - 1) else value

    def type(self, depth=0):
        pick = self.chance.random()
        if depth > 4 or pick < .7:
            return self.chance.choice('ybnqiuxtdsgov')
        if pick < .85:
            return 'a' + self.type(depth + 1)
        if pick < .95:
            return '(' + ''.join(self.type(depth + 1) for _ in range(self.chance.randrange(1, 4))) + ')'
        return 'a{' + self.chance.choice('sut') + self.type(depth + 1) + '}'

    def path(self):
        return self.chance.choice(['/', '/a', '/org/freedesktop/systemd1', '/org/freedesktop/systemd1/unit/a_2eservice',
                                   '/org/freedesktop/systemd1/job/1', '/org/freedesktop/login1/user/_2001', '/' + 'a' * 60000,
                                   '/a' * 2000])

    def value(self, kind, depth=0):
        first = kind[0]
        if first in self.BITS:
            return self.integer(first)
        if first == 'b':
            return self.chance.randrange(2)
        if first == 'd':
            return self.chance.choice([0.0, -0.0, 1.5, -1.0, 1e308, float('inf'), float('-inf'), float('nan')])
        if first == 'h':
            return self.chance.choice([0, 0, 0, 1, 2 ** 32 - 1])
        if first == 's':
            return self.text()
        if first == 'o':
            return self.path()
        if first == 'g':
            return self.chance.choice(['', 's', 'a{sv}', 'a' * 32 + 'y', '(' * 32 + 'y' + ')' * 32])
        if first == 'v':
            inner = self.chance.choice(['s', 'as', 't', 'b', 'a(sasb)', 'a(ss)', 'ay', 'u']) if self.chance.random() < .6 else self.type()
            if depth > 5:
                inner = 'y'
            if self.chance.random() < .02:
                return self.nested(60)
            return inner, self.value(inner, depth + 1)
        if first == 'a':
            most = self.chance.choice([0, 0, 1, 1, 2, 3, 3, 1000 if depth == 0 else 4])
            if kind == 'ay' and self.chance.random() < .3:
                return self.chance.randbytes(self.chance.choice([1, 15, 16, 17, 100_000]))
            if kind[1] == '{':
                types = split(kind[2:-1])
                return [tuple(self.value(part, depth + 1) for part in types) for _ in range(min(most, 20))]
            return [self.value(kind[1:], depth + 1) for _ in range(min(most, 20 if kind[1] in 'a({v' else most))]
        return tuple(self.value(part, depth + 1) for part in split(kind[1:-1]))

    @staticmethod
    def nested(depth):
        value = ('y', 1)
        for _ in range(depth):
            value = ('v', value)
        return value


class Target:
    """A name with all that its introspection shows."""

    def __init__(self, open_connection, destination, root):
        self.open, self.destination, self.root = open_connection, destination, root
        self.connection = open_connection()
        self.members, self.groups = [], {}
        self.paths = []
        self.visit(root, 0)

    def visit(self, path, depth):
        reply = self.connection.call(self.destination, path, 'org.freedesktop.DBus.Introspectable', 'Introspect')
        if reply.error or reply.signature != 's':
            return
        self.paths.append(path)
        tree = ElementTree.fromstring(reply.body.string())
        for interface in tree.findall('interface'):
            name = interface.get('name')
            for method in interface.findall('method'):
                signature = ''.join(it.get('type') for it in method.findall('arg') if it.get('direction', 'in') == 'in')
                self.members.append((path, name, method.get('name'), signature))
            for it in interface.findall('property'):
                self.members.append((path, PROPERTIES, 'Get', (name, it.get('name'))))
                self.members.append((path, PROPERTIES, 'Set', (name, it.get('name'), it.get('type'))))
            self.members.append((path, PROPERTIES, 'GetAll', (name,)))
        if depth < DEPTH_MAX:
            for node in tree.findall('node')[:CHILDREN_MAX]:
                self.visit(path.rstrip('/') + '/' + node.get('name'), depth + 1)

    def pick(self, chance):
        """A member: methods more often than properties, and each as often as any other, however many objects have it."""
        if not self.groups:
            for row in self.members:
                groups = self.groups.setdefault(isinstance(row[3], str), {})
                groups.setdefault((row[1], row[2], row[3]), []).append(row)
        groups = self.groups[chance.random() < .7]
        return chance.choice(groups[chance.choice(list(groups))])

    def renew(self):
        self.connection.close()
        end = time.monotonic() + GIVE_UP
        while True:
            try:
                self.connection = self.open()
                return
            except (Closed, OSError, TimeoutError) as e:
                if time.monotonic() > end:
                    raise Gone() from e
                time.sleep(.1)


class Fuzzer:
    def __init__(self, options, chance, targets):
        self.options, self.chance, self.targets = options, chance, targets
        units = [path.rsplit('/', 1)[1].replace('_2e', '.').replace('_2d', '-').replace('_40', '@').replace('_5f', '_')
                 for target in targets for path in target.paths if '/unit/' in path]
        self.values = Values(chance, [unit for unit in units if not FATAL_UNITS.search(unit)])
        self.times, self.faults, self.errors = [], [], {}
        self.pipe = os.pipe()
        self.last = ''

    def is_allowed(self, target, path, interface, member, arguments):
        if self.options.as_root and not READS.match(member):
            return False
        if FATAL.match(member) and not (target.destination == LOGIN and path.endswith('login1') and not self.options.as_root
                                        and member not in ('TerminateUser', 'KillUser', 'TerminateSession', 'KillSession',
                                                           'ReleaseSession')):
            return False
        if member == 'SetUserLinger' and arguments[:2] in ([self.options.uid, False], [0xffffffff, False]):
            return False  # her manager would end, and not be there to be asked
        texts = [path] + [it for it in arguments if isinstance(it, str)]
        return READS.match(member) or not any(FATAL_UNITS.search(text) for text in texts)

    def one(self):
        target = self.chance.choice(self.targets)
        path, interface, member, shape = target.pick(self.chance)
        if self.chance.random() < .03:
            path = self.values.path()
        if isinstance(shape, str):
            signature = shape
            arguments = [self.values.value(kind) for kind in split(shape)]
        elif member == 'Set':
            kind = shape[2] if self.chance.random() < .8 else self.values.type()
            signature, arguments = 'ssv', [shape[0], shape[1], (kind, self.values.value(kind))]
        else:
            signature, arguments = 's' * len(shape), list(shape)
        if self.chance.random() < .03 and signature:
            signature = self.values.type()
            arguments = [self.values.value(signature)]
        if not self.is_allowed(target, path, interface, member, arguments):
            return
        self.ask(target, path, interface, member, signature, arguments)

    def ask(self, target, path, interface, member, signature, arguments):
        what = f'{target.destination or "private"} {path[:80]} {interface}.{member} {signature} {arguments!r:.300}'
        self.last = what
        fds = [self.pipe[0]] if 'h' in signature else []
        begun = time.monotonic()
        try:
            reply = target.connection.call(target.destination, path, interface, member, signature, arguments, fds)
        except TimeoutError:
            self.faults.append(f'no answer in {GIVE_UP} s: {what}')
            target.renew()
            return
        except (Closed, ConnectionError):
            # a bus cuts off who sends what it holds for invalid, and so do we
            if not ('h' in signature or len(repr(arguments)) > 60000 or 'v' in signature):
                self.faults.append(f'cut off: {what}')
            self.errors['(cut off)'] = self.errors.get('(cut off)', 0) + 1
            target.renew()
            return
        took = time.monotonic() - begun
        self.times.append(took)
        if took > self.options.slow:
            self.faults.append(f'answered after {took:.2f} s: {what}')
        name = reply.error or '(reply)'
        self.errors[name] = self.errors.get(name, 0) + 1
        if reply.error == 'org.freedesktop.DBus.Error.Failed' and reply.signature == 's':
            text = reply.body.string()
            if text.startswith('internal error'):
                self.faults.append(f'{text}: {what}')
        if reply.error in ('org.freedesktop.DBus.Error.NoReply', 'org.freedesktop.DBus.Error.ServiceUnknown'):
            self.faults.append(f'{reply.error}: {what}')

    def raw(self, target):
        """A message with some bytes changed; whoever sends that may be cut off, and nothing else."""
        path, interface, member, shape = self.chance.choice(target.members)
        signature = shape if isinstance(shape, str) else 's' * min(2, len(shape))
        arguments = [self.values.value(kind) for kind in split(signature)]
        if not READS.match(member):
            return
        data = bytearray(target.connection.encode(target.destination, path, interface, member, signature, arguments))
        for _ in range(self.chance.randrange(1, 5)):
            at = self.chance.randrange(min(len(data), 400))
            data[at] = self.chance.choice([0, 1, 127, 128, 255, data[at] ^ (1 << self.chance.randrange(8))])
        try:
            target.connection.send(bytes(data))
            ping = target.connection.encode('org.freedesktop.DBus' if target.connection.is_bus else '', target.root,
                                            'org.freedesktop.DBus.Peer', 'Ping')
            target.connection.send(ping)
            end = time.monotonic() + .2
            while target.connection.message() is None and time.monotonic() < end:
                target.connection.receive(end)
        except (Closed, ConnectionError, TimeoutError, IndexError, struct.error, UnicodeDecodeError):
            pass
        target.renew()


def owner(connection, name):
    reply = connection.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'GetNameOwner', 's', [name])
    return reply.error or reply.body.string()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('root')
    parser.add_argument('brain', type=int)
    parser.add_argument('--uid', type=int, required=True)
    parser.add_argument('--calls', type=int, default=3000)
    parser.add_argument('--seed', type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument('--slow', type=float, default=1)
    parser.add_argument('--as-root', action='store_true')
    parser.add_argument('--only', choices=['login', 'system', 'private'], help='ask one of the three')
    options = parser.parse_args()
    print(f'seed {options.seed}, {options.calls} calls as {"root" if options.as_root else options.uid}')
    uid = 0 if options.as_root else options.uid
    run = os.open(options.root + '/run/dbus', os.O_RDONLY | os.O_DIRECTORY)
    private = os.open(f'{options.root}/run/user/{options.uid}/systemd', os.O_RDONLY | os.O_DIRECTORY)

    def bus():
        return Connection(run, 'system_bus_socket', uid, True)

    watch = bus()
    before = [owner(watch, name) for name in (LOGIN, SYSTEMD)]
    targets = [Target(bus, LOGIN, '/org/freedesktop/login1'), Target(bus, SYSTEMD, '/org/freedesktop/systemd1'),
               Target(lambda: Connection(private, 'private', uid, False), '', '/org/freedesktop/systemd1')]
    if options.only:
        targets = [targets[['login', 'system', 'private'].index(options.only)]]
    fuzzer = Fuzzer(options, random.Random(options.seed), targets)
    print(f'{sum(len(target.members) for target in targets)} methods and properties')
    try:
        for _ in range(options.calls):
            fuzzer.one()
        for _ in range(options.calls // 20):
            fuzzer.raw(fuzzer.chance.choice(targets))
    except Gone as e:
        fuzzer.faults.append(f'cannot connect for {GIVE_UP} s: {e.__cause__}; last was {fuzzer.last}')
    after = [owner(watch, name) for name in (LOGIN, SYSTEMD)]
    if before != after:
        fuzzer.faults.append('hearthd has lost its names on the bus meanwhile')
    if not os.path.exists(f'/proc/{options.brain}'):
        fuzzer.faults.append('the brain has died')
    times = sorted(fuzzer.times)
    print(f'{len(times)} answers: median {times[len(times) // 2] * 1000:.1f} ms, p99 {times[len(times) * 99 // 100] * 1000:.1f} ms, '
          f'longest {times[-1] * 1000:.1f} ms')
    for name, count in sorted(fuzzer.errors.items(), key=lambda it: -it[1])[:25]:
        print(f'  {count:7} {name}')
    for fault in fuzzer.faults[:100]:
        print('FAULT', fault)
    return len(fuzzer.faults) > 0


sys.exit(main())
