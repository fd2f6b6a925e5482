"""What listens on a TCP port."""

import socket
import threading

import netns
from sockets import tcp_socket


class TcpService:
    """A thread for each connection."""

    def __init__(self, name, service, backlog=128, accept=True):
        with netns.inside(name):
            self.socket = tcp_socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(('0.0.0.0', service['port']))
        self.socket.listen(backlog)
        if accept:
            threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection):
        with connection:
            try:
                self.answer(connection)
            except OSError:
                pass  # The peer reset it.

    def answer(self, connection):
        raise NotImplementedError

    def close(self):
        self.socket.close()
