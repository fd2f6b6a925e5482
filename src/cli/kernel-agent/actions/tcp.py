"""One TCP connection."""

import tcp_steps
from sockets import connect, resolve


def perform(name, action):
    """Sends all, reads until as much has come back or the peer has closed, closes."""
    data = action['send'].encode()
    with connect(resolve(name, action['to']), action['port'], action.get('fromPort')) as sock:
        if 'steps' in action:
            sock.settimeout(None)
            return f'{tcp_steps.run(sock, action["steps"])} bytes read'
        if not data:
            return 'connected'
        sock.sendall(data)
        received = 0
        while received < len(data):
            piece = sock.recv(65536)
            if not piece:
                break
            received += len(piece)
        return f'{received} bytes back'
