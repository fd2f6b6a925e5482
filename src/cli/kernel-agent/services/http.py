"""The HTTP server."""

from services.tcp_service import TcpService


class Service(TcpService):
    """One answer, whatever was asked, then the end."""

    def __init__(self, name, service):
        body = service['body'].encode()
        head = f'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n'
        self.response = head.encode() + body
        super().__init__(name, service)

    def answer(self, connection):
        request = b''
        while b'\r\n\r\n' not in request:
            piece = connection.recv(65536)
            if not piece:
                return
            request += piece
        connection.sendall(self.response)
