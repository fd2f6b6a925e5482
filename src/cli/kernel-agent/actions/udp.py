"""Datagrams from one connected socket."""

import socket
import time

from sockets import pattern, resolve
from times import seconds

#: How long it waits for an answer before it gives up, s.
PATIENCE = 1.0


def perform(name, action):
    """Connected, as `nc -u`. Waits for as many answers as were sent; an error that comes back ends it."""
    address = resolve(name, action['to'])
    answers = 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        if action.get('fromPort'):
            sock.bind(('0.0.0.0', action['fromPort']))
        sock.connect((address, action['port']))
        payload = pattern(action['size'])
        start = time.monotonic()
        for number in range(action['count']):
            answers += answers_until(sock, start + number * seconds(action['interval']), action['count'])
            sock.send(payload)
        answers += answers_until(sock, time.monotonic() + PATIENCE, action['count'] - answers)
    return f'{answers} of {action["count"]} answers'


def answers_until(sock, due, limit):
    """Counts the datagrams that come before the time `due`, at most `limit`."""
    count = 0
    while count < limit and (left := due - time.monotonic()) > 0:
        sock.settimeout(left)
        try:
            sock.recv(65536)
            count += 1
        except TimeoutError:
            break
    return count
