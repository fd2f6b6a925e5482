"""HTTP/1.x messages (RFC 9112): taken from a stream of bytes, and written."""

import re
from http import HTTPStatus

MAX_HEAD = 16_384
MAX_BODY = 1_000_000
METHODS = ('GET', 'HEAD', 'POST')
TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
HEAD_END = re.compile(rb'\n\r?\n')
#: Where Python says another thing than RFC 9110.
REASONS = {413: 'Content Too Large', 418: "I'm a teapot"}


def reason_of(status):
    return REASONS.get(status) or HTTPStatus(status).phrase


class Bad(Exception):
    """No message will come of these bytes; `status` is what a server says then."""

    def __init__(self, status):
        super().__init__(status)
        self.status = status


class Message:
    def __init__(self, start, fields):
        self.start = start
        self.fields = fields
        self.body = b''

    def get(self, name):
        """The first value of that name, or None."""
        return next((value for other, value in self.fields if other.lower() == name), None)

    def all(self, name):
        return [value for other, value in self.fields if other.lower() == name]

    @property
    def keeps_alive(self):
        options = [option.strip() for option in (self.get('connection') or '').lower().split(',')]
        version = self.start[2] if self.start[0] != 'HTTP' else self.start[1]
        return 'close' not in options if version == 'HTTP/1.1' else 'keep-alive' in options


def head_of(stream):
    """Lines of a head and where it ends, or None while it is not there in full."""
    start = len(re.match(rb'(?:\r?\n)*', stream).group())
    end = HEAD_END.search(stream, start)
    if (end.end() if end else len(stream)) - start > MAX_HEAD:
        raise Bad(431)
    if end is None:
        return None
    lines = [line.removesuffix(b'\r') for line in stream[start:end.start()].split(b'\n')]
    return lines, end.end()


def fields_of(lines):
    fields = []
    for line in lines:
        name, colon, value = line.partition(b':')
        if not colon or not TOKEN.fullmatch(name):
            raise Bad(400)
        fields.append((name.decode('latin-1'), value.decode('latin-1').strip()))
    return fields


def body_length(message):
    if message.get('transfer-encoding') is not None:
        raise Bad(501)
    lengths = message.all('content-length')
    if not lengths:
        return None
    if len(set(lengths)) > 1 or not re.fullmatch('[0-9]{1,15}', lengths[0]):
        raise Bad(400)
    if int(lengths[0]) > MAX_BODY:
        raise Bad(413)
    return int(lengths[0])


def take_request(stream):
    """The request that a stream begins with and the rest of it, or None while it is not whole. Its start is (method, target, version)."""
    head = head_of(stream)
    if head is None:
        return None
    (start, *lines), end = head
    words = start.split(b' ')
    if len(words) != 3 or not TOKEN.fullmatch(words[0]) or not words[1] or not re.fullmatch(rb'HTTP/\d\.\d', words[2]):
        raise Bad(400)
    if words[2] not in (b'HTTP/1.0', b'HTTP/1.1'):
        raise Bad(505)
    message = Message(tuple(word.decode('latin-1') for word in words), fields_of(lines))
    hosts = len(message.all('host'))
    if hosts > 1 or (hosts == 0 and message.start[2] == 'HTTP/1.1'):
        raise Bad(400)
    return with_body(message, stream, end, body_length(message) or 0)


def take_response(stream, method, ended):
    """The same of a response, whose start is ('HTTP', version, status)."""
    head = head_of(stream)
    if head is None:
        return None
    (start, *lines), end = head
    line = re.fullmatch(rb'(HTTP/1\.[01]) (\d{3})(?: .*)?', start)
    if line is None:
        raise Bad(0)
    message = Message(('HTTP', line[1].decode(), int(line[2])), fields_of(lines))
    status = message.start[2]
    bare = method == 'HEAD' or status < 200 or status in (204, 304)
    length = 0 if bare else body_length(message)
    if length is None:
        if not ended:
            return None
        length = len(stream) - end
    return with_body(message, stream, end, length)


def with_body(message, stream, end, length):
    if len(stream) < end + length:
        return None
    message.body = stream[end:end + length]
    return message, stream[end + length:]


def written(start, fields, body):
    return ''.join([f'{start}\r\n', *(f'{name}: {value}\r\n' for name, value in fields), '\r\n']).encode() + body
