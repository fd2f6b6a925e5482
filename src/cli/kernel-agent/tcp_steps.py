"""What a program does with a TCP connection, call by call (src/lib/lab/tcp-steps.ts has the list)."""

import socket
import struct
import time

from sockets import pattern
from times import seconds


def run(sock, steps):
    """Answers how many bytes were read. The socket is closed afterwards."""
    received = 0
    with sock:
        for step in steps:
            what = step['step']
            if what == 'send':
                sock.sendall(pattern(step['bytes']))
            elif what == 'urgent':
                sock.send(pattern(step['bytes']), socket.MSG_OOB)
            elif what == 'read':
                received += read(sock, step.get('bytes'))
            elif what == 'wait':
                time.sleep(seconds(step['for']))
            elif what == 'shutdown':
                sock.shutdown(socket.SHUT_WR)
            elif what == 'close':
                break
            elif what == 'reset':
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                break
            elif what == 'nodelay':
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, int(step['on']))
            elif what == 'cork':
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, int(step['on']))
            elif what == 'keepalive':
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, step['idle'])
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, step['interval'])
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, step['count'])
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return received


def read(sock, wanted):
    """So many bytes, or until the peer has closed."""
    got = 0
    while wanted is None or got < wanted:
        piece = sock.recv(1 << 20 if wanted is None else wanted - got)
        if not piece:
            break
        got += len(piece)
    return got
