"""What programs share: sockets as a small C program would use them, and names."""

import re
import socket

import netns

#: The kernel's default; a machine's own setting may be another.
CONGESTION = b'cubic'
#: How long a TCP program waits before it gives up, s.
TCP_PATIENCE = 10.0
LITERAL = re.compile(r'\d+\.\d+\.\d+\.\d+')


class Failed(Exception):
    """The program could not do what was asked; its text is the errno's name or the reason."""


def tcp_socket():
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, CONGESTION)
    except OSError:
        pass  # Not built into this kernel: its frames are the same for flows as short as these.
    return sock


def connect(address, port, from_port=None):
    sock = tcp_socket()
    try:
        if from_port:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(('0.0.0.0', from_port))
        sock.settimeout(TCP_PATIENCE)
        sock.connect((address, port))
    except BaseException:
        sock.close()
        raise
    return sock


def pattern(size):
    """Payload of a datagram: the alphabet, over and over."""
    return bytes(0x61 + i % 26 for i in range(size))


def resolve(name, target):
    """As a program does: a literal is itself, else /etc/hosts and then DNS, through the system's own resolver."""
    if LITERAL.fullmatch(target):
        return target
    # A host without an address of its own asks as well: most programs don't set AI_ADDRCONFIG.
    code, out, _ = netns.run_in(name, ['getent', '--no-addrconfig', 'ahostsv4', target])
    if code != 0 or not out.strip():
        raise Failed('ENOENT')
    return out.split()[0]
