"""Reads and says nothing."""

import socket
import threading

import netns


class Service:
    def __init__(self, name, service):
        self.socket = netns.socket_in(name, socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(('0.0.0.0', service['port']))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while self.socket.fileno() >= 0:
            try:
                self.socket.recv(65536)
            except OSError:
                pass

    def close(self):
        self.socket.close()
