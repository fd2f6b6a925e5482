"""Answers each piece of data with its own bytes."""

from services.tcp_service import TcpService


class Service(TcpService):
    def answer(self, connection):
        while data := connection.recv(65536):
            connection.sendall(data)
