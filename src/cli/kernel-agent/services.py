"""What listens on a node. Every service is bound when its constructor returns."""

import ctypes
import signal
import socket
import struct
import subprocess
import threading

import netns
from sockets import tcp_socket

PR_SET_PDEATHSIG = 1


#: <linux/in.h>: as a control message, the address that was asked, and the one to answer from.
IP_PKTINFO = 8
PKTINFO = struct.Struct('=I4s4s')


class UdpEcho:
    """Answers from the address that was asked."""

    def __init__(self, name, service):
        with netns.inside(name):
            self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
        self.socket.bind(('0.0.0.0', service['port']))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                data, ancillary, _, peer = self.socket.recvmsg(65536, socket.CMSG_SPACE(PKTINFO.size))
                _, asked, _ = PKTINFO.unpack(ancillary[0][2])
                answer_from = PKTINFO.pack(0, asked, bytes(4))
                self.socket.sendmsg([data], [(socket.IPPROTO_IP, IP_PKTINFO, answer_from)], 0, peer)
            except OSError:
                if self.socket.fileno() < 0:
                    return

    def close(self):
        self.socket.close()


class UdpSink:
    """Reads and says nothing."""

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


class TcpService:
    """A thread for each connection."""

    def __init__(self, name, service):
        with netns.inside(name):
            self.socket = tcp_socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(('0.0.0.0', service['port']))
        self.socket.listen(128)
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


class TcpEcho(TcpService):
    def answer(self, connection):
        while data := connection.recv(65536):
            connection.sendall(data)


class Http(TcpService):
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


class Dns:
    """The real dnsmasq, which knows its records and nothing else: other names do not exist (NXDOMAIN)."""

    def __init__(self, name, service):
        command = ['dnsmasq', '--keep-in-foreground', '--log-facility=-', '--conf-file=/dev/null', '--pid-file=']
        command += ['--user=root', '--group=root', '--no-resolv', '--no-hosts', '--local=/#/', '--no-round-robin']
        command += [f'--port={service["port"]}', f'--local-ttl={service["ttl"]}']
        for record, addresses in service['records'].items():
            command += [f'--host-record={record},{address}' for address in addresses]
        self.process = subprocess.Popen(
            netns.command_in(name, command),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, preexec_fn=die_with_parent
        )
        said = []
        for line in self.process.stderr:
            said.append(line.strip())
            if ': started, ' in line:
                return
        raise RuntimeError(f'dnsmasq did not start: {said[-1] if said else "it said nothing"}')

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stderr.close()


def die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


KINDS = {'udp-echo': UdpEcho, 'udp-sink': UdpSink, 'tcp-echo': TcpEcho, 'http': Http, 'dns': Dns}


def start(name, service):
    return KINDS[service['kind']](name, service)
