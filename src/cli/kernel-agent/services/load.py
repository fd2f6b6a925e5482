"""Counts what a load source sends."""

import socket
import struct
import threading

import netns
from services.tcp_service import TcpService
from services.udp_echo import IP_PKTINFO, PKTINFO

LAST = 0xFFFFFFFF


class Service(TcpService):
    def __init__(self, name, service):
        super().__init__(name, service)
        self.udp = netns.socket_in(name, socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
        self.udp.bind(('0.0.0.0', service['port']))
        threading.Thread(target=self.count, daemon=True).start()

    def answer(self, connection):
        while connection.recv(65536):
            pass

    def count(self):
        flows = {}
        while True:
            try:
                data, ancillary, _, peer = self.udp.recvmsg(65536, socket.CMSG_SPACE(PKTINFO.size))
                _, asked, _ = PKTINFO.unpack(ancillary[0][2])
                received, late, highest = flows.get(peer, (0, 0, -1))
                (number,) = struct.unpack('!I', data[:4])
                if number != LAST:
                    flows[peer] = (received + 1, late + (number < highest), max(highest, number))
                    continue
                answer_from = PKTINFO.pack(0, asked, bytes(4))
                self.udp.sendmsg([struct.pack('!II', received, late)], [(socket.IPPROTO_IP, IP_PKTINFO, answer_from)], 0, peer)
            except OSError:
                if self.udp.fileno() < 0:
                    return

    def close(self):
        self.udp.close()
        super().close()
