"""The HTTP server."""

import re

from http_messages import METHODS, Bad, reason_of, take_request, written
from services.tcp_service import TcpService


class Service(TcpService):
    """A path has its own status, type and body; what is nowhere is 404."""

    def __init__(self, name, service):
        self.service = service
        super().__init__(name, service)

    def answer(self, connection):
        stream = b''
        while True:
            try:
                taken = take_request(stream)
            except Bad as bad:
                connection.sendall(self.response(None, {'status': bad.status})[0])
                return
            if taken is None:
                piece = connection.recv(65536)
                if not piece:
                    return
                stream += piece
                continue
            request, stream = taken
            response, keep = self.response(request, self.found(request))
            connection.sendall(response)
            if not keep:
                return

    def found(self, request):
        method, target, _ = request.start
        if method not in METHODS:
            return {'status': 501}
        path = re.sub('^http://[^/?]*', '', target, flags=re.IGNORECASE) or '/'
        bare = path.split('?')[0]
        paths = self.service.get('paths', {})
        home = {'status': 200, 'body': self.service['body']} if bare == '/' else {'status': 404}
        found = paths.get(path) or paths.get(bare) or home
        named = found.get('methods', METHODS)
        allowed = [one for one in METHODS if one in named or (one == 'HEAD' and 'GET' in named)]
        return found if method in allowed else {'status': 405, 'methods': allowed}

    def response(self, request, found):
        """Its bytes, and whether the connection goes on."""
        status = found['status']
        usual = '' if status < 300 else f'{status} {reason_of(status)}\n'
        body = found.get('body', usual).encode()
        keep = self.service.get('keepAlive', True) and request is not None and request.keeps_alive
        version = f'HTTP/{self.service.get("version", "1.1")}'
        fields = [('Server', 'hopwise')]
        if status != 204:
            fields += [('Content-Type', found.get('type', 'text/plain')), ('Content-Length', len(body))]
        if 'location' in found:
            fields.append(('Location', found['location']))
        if status == 405:
            fields.append(('Allow', ', '.join(found.get('methods', METHODS))))
        if status == 401:
            fields.append(('WWW-Authenticate', 'Basic realm="hopwise"'))
        if not keep:
            fields.append(('Connection', 'close'))
        elif 'HTTP/1.0' in (version, request.start[2]):
            fields.append(('Connection', 'keep-alive'))
        bare = status == 204 or (request is not None and request.start[0] == 'HEAD')
        return written(f'{version} {status} {reason_of(status)}', fields, b'' if bare else body), keep
