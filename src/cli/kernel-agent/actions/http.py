"""A GET."""

from urllib.parse import urlsplit

from sockets import Failed, connect, resolve


def perform(name, action):
    """GET, read to the end, close."""
    url = urlsplit(action['url'])
    path = (url.path or '/') + (f'?{url.query}' if url.query else '')
    host = url.netloc.removesuffix(':80')
    request = f'GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: hopwise\r\nAccept: */*\r\nConnection: close\r\n\r\n'
    with connect(resolve(name, url.hostname), url.port or 80) as sock:
        sock.sendall(request.encode())
        answer = b''
        while piece := sock.recv(65536):
            answer += piece
    status = answer.split(b'\r\n', 1)[0].decode(errors='replace')
    if not answer:
        raise Failed('the server closed without an answer')
    return status
