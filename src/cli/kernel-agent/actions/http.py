"""Requests as curl makes them, one after the other and by one connection where that is possible."""

import re
from urllib.parse import urljoin, urlsplit

from http_messages import Bad, take_response, written
from sockets import Failed, connect, resolve

MOST_REDIRECTS = 50
REDIRECTS = (301, 302, 303, 307, 308)


class Client:
    def __init__(self, name, action):
        self.name = name
        self.action = action
        self.known = {}
        self.socket = None
        self.peer = None

    def close(self):
        if self.socket is not None:
            self.socket.close()
        self.socket = self.peer = None

    def reach(self, url):
        """A connection to the host of a URL: the present one if it goes there."""
        if url.scheme != 'http':
            raise Failed(f'protocol {url.scheme}')
        peer = (url.hostname, url.port or 80)
        if self.peer == peer:
            return
        self.close()
        if url.hostname not in self.known:
            self.known[url.hostname] = resolve(self.name, url.hostname)
        self.socket = connect(self.known[url.hostname], peer[1])
        self.peer = peer

    def ask(self, text, method, body):
        """Answers the response; the connection is closed where it can't be used again."""
        url = urlsplit(text)
        self.reach(url)
        path = (url.path or '/') + (f'?{url.query}' if url.query else '')
        fields = [('Host', url.netloc.removesuffix(':80')), ('User-Agent', 'hopwise'), ('Accept', '*/*')]
        if self.action.get('close'):
            fields.append(('Connection', 'close'))
        if method == 'POST':
            fields += [('Content-Length', len(body)), ('Content-Type', self.action.get('type', 'application/x-www-form-urlencoded'))]
        self.socket.sendall(written(f'{method} {path} HTTP/{self.action.get("version", "1.1")}', fields, body))
        stream, ended = b'', False
        while (taken := take_response(stream, method, ended)) is None:
            if ended:
                raise Failed('the server closed before its answer was whole')
            piece = self.socket.recv(65536)
            stream, ended = stream + piece, not piece
        if not taken[0].keeps_alive:
            self.close()
        return taken[0]

    def get(self, url):
        """Follows redirects if it is told to."""
        method, body = self.action.get('method', 'GET'), self.action.get('body', '').encode()
        for _ in range(MOST_REDIRECTS + 1):
            response = self.ask(url, method, body)
            status, location = response.start[2], response.get('location')
            if not self.action.get('follow') or status not in REDIRECTS or location is None:
                return f'{status}, {len(response.body)} bytes'
            url = urljoin(url, location)
            if (status == 303 and method != 'HEAD') or (status <= 302 and method == 'POST'):
                method, body = 'GET', b''
        raise Failed('too many redirects')


def perform(name, action):
    first = action['url'] if re.match('[a-z][a-z0-9+.-]*://', action['url'], re.IGNORECASE) else f'http://{action["url"]}'
    client = Client(name, action)
    try:
        return ', then '.join(client.get(urljoin(first, url)) for url in [first, *action.get('then', [])])
    except Bad:
        raise Failed('that is no HTTP') from None
    finally:
        client.close()
