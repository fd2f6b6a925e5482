"""Answers every datagram with its own bytes, from the address that was asked."""

import socket
import struct
import threading

import netns

#: <linux/in.h>: as a control message, the address that was asked, and the one to answer from.
IP_PKTINFO = 8
PKTINFO = struct.Struct('=I4s4s')


class Service:
    def __init__(self, name, service):
        with netns.inside(name):
            self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
        if 'interface' in service:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, service['interface'].encode())
        self.socket.bind((service.get('address', '0.0.0.0'), service['port']))
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
