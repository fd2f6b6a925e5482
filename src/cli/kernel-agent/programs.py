"""The actions of a lab's inputs, done by the real tools where there is one. Each runs in a thread of its own, inside its namespace."""

import errno
import re
import socket
import subprocess
import time
from urllib.parse import urlsplit

import netns
import resolver
from sockets import Failed, pattern, resolve, tcp_socket

#: How long a program waits for an answer before it gives up, s.
PATIENCE = 1.0
TCP_PATIENCE = 10.0


def seconds(ns):
    return ns / 1e9


def ping(name, action):
    address = resolve(name, action['to'])
    command = ['ping', '-c', str(action['count']), '-i', str(seconds(action['interval']))]
    command += ['-s', str(action['size']), '-t', str(action['ttl']), '-W', '1', address]
    _, out, err = netns.run_in(name, command)
    summary = re.search(r'(\d+) packets transmitted, (\d+) received', out)
    if summary is None:
        raise Failed(err.strip() or 'ping said nothing')
    if int(summary[2]) == 0:
        raise Failed(f'no reply to {summary[1]}')
    return f'{summary[2]} of {summary[1]} replies'


def dns(name, action):
    return resolve(name, action['name'])


def udp(name, action):
    """Connected, as `nc -u`. Waits for as many answers as were sent; an error that comes back ends it."""
    address = resolve(name, action['to'])
    answers = 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        if action.get('fromPort'):
            sock.bind(('0.0.0.0', action['fromPort']))
        sock.connect((address, action['port']))
        payload = pattern(action['size'])
        start = time.monotonic()
        for number in range(action['count']):
            answers += answers_until(sock, start + number * seconds(action['interval']), action['count'])
            sock.send(payload)
        answers += answers_until(sock, time.monotonic() + PATIENCE, action['count'] - answers)
    return f'{answers} of {action["count"]} answers'


def answers_until(sock, due, limit):
    """Counts the datagrams that come before the time `due`, at most `limit`."""
    count = 0
    while count < limit and (left := due - time.monotonic()) > 0:
        sock.settimeout(left)
        try:
            sock.recv(65536)
            count += 1
        except TimeoutError:
            break
    return count


def connect(address, port, from_port=None):
    sock = tcp_socket()
    try:
        if from_port:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(('0.0.0.0', from_port))
        sock.settimeout(TCP_PATIENCE)
        sock.connect((address, port))
    except BaseException:
        sock.close()
        raise
    return sock


def tcp(name, action):
    """Sends all, reads until as much has come back or the peer has closed, closes."""
    data = action['send'].encode()
    with connect(resolve(name, action['to']), action['port'], action.get('fromPort')) as sock:
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


def http(name, action):
    """GET, read to the end, close."""
    url = urlsplit(action['url'])
    path = (url.path or '/') + (f'?{url.query}' if url.query else '')
    request = f'GET {path} HTTP/1.1\r\nHost: {url.netloc}\r\nUser-Agent: hopwise\r\nAccept: */*\r\nConnection: close\r\n\r\n'
    with connect(resolve(name, url.hostname), url.port or 80) as sock:
        sock.sendall(request.encode())
        answer = b''
        while piece := sock.recv(65536):
            answer += piece
    status = answer.split(b'\r\n', 1)[0].decode(errors='replace')
    if not answer:
        raise Failed('the server closed without an answer')
    return status


def interface(name, action):
    set_link(name, action['interface'], action['up'])
    return 'done'


def link(_, action):
    """A pulled cable: the ends of it that the plan names (see plan.ts) go down."""
    for end in action['ends']:
        set_link(end['netns'], end['interface'], action['up'])
    return 'done'


def config(name, action):
    """Settings of the namespace, by the commands that plan.ts names. A line for ip may fail: a route that stands already, or whose interface is down."""
    for setting in action['sysctls']:
        try:
            with open(f'/proc/sys/{setting["path"]}', 'w', encoding='ascii') as file:
                file.write(str(setting['value']))
        except FileNotFoundError:
            pass  # This kernel has none of that name: as when the namespace was built.
    refused = ''
    if action['ip']:
        batch = ['ip', '-n', name, '-force', '-batch', '-']
        done = subprocess.run(batch, input='\n'.join(action['ip']), capture_output=True, text=True, check=False)
        refused = done.stderr.strip()
    for command in action['iptables']:
        code, _, err = netns.run_in(name, command.split())
        if code != 0:
            raise Failed(err.strip())
    for file, text in action['files'].items():
        resolver.write(name, file, text)
    return refused or 'done'


def set_link(name, device, up):
    command = ['ip', '-n', name, 'link', 'set', 'dev', device, 'up' if up else 'down']
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failed(done.stderr.strip())


ACTIONS = {
    'ping': ping,
    'dns': dns,
    'udp': udp,
    'tcp': tcp,
    'http': http,
    'interface': interface,
    'link': link,
    'config': config
}


def perform(name, action):
    """Runs one action in this thread. Answers {ok, result}."""
    try:
        if name:
            netns.enter(netns.path_of(name))
        return {'ok': True, 'result': ACTIONS[action['do']](name, action)}
    except Failed as failure:
        return {'ok': False, 'result': str(failure)}
    except TimeoutError:
        return {'ok': False, 'result': 'ETIMEDOUT'}
    except OSError as error:
        return {'ok': False, 'result': errno.errorcode.get(error.errno, str(error))}
