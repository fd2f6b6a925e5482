"""A load source."""

import socket
import struct
import time

from sockets import Failed, connect, resolve
from times import rate, seconds

LAST = 0xFFFFFFFF
PATIENCE = 0.25
ENDS = 4


def perform(name, action):
    address = resolve(name, action['to'])
    return stream(address, action) if action['protocol'] == 'tcp' else datagrams(address, action)


def stream(address, action):
    with connect(address, action['port']) as sock:
        sock.sendall(bytes(0x61 + i % 26 for i in range(action['bytes'])))
        sock.shutdown(socket.SHUT_WR)
        while sock.recv(65536):
            pass
    return f'{action["bytes"]} bytes'


def datagrams(address, action):
    size = action['size']
    interval = size * 8 / rate(action['rate'])
    count = action.get('count') or max(1, int(seconds(action.get('duration', '1s')) / interval))
    rest = bytes(0x61 + i % 26 for i in range(8, size))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect((address, action['port']))
        start = time.monotonic()
        for number in range(count):
            due = number * interval
            time.sleep(max(0, start + due - time.monotonic()))
            sock.send(struct.pack('!II', number, round(due * 1e6)) + rest)
        time.sleep(max(0, start + count * interval - time.monotonic()))
        sock.settimeout(PATIENCE)
        for _ in range(ENDS):
            sock.send(struct.pack('!II', LAST, 0))
            try:
                received, _ = struct.unpack('!II', sock.recv(64)[:8])
                return f'{count} sent, {received} received'
            except TimeoutError:
                continue
    raise Failed('the meter is silent')
