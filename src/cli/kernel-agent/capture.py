"""Every frame on every interface of a namespace, as a packet socket sees it."""

import socket
import struct
import time

import netns

ETH_P_ALL = 0x0003
SO_TIMESTAMPNS = 35
SO_RCVBUFFORCE = 33
SOL_PACKET = 263
PACKET_AUXDATA = 8
PACKET_OUTGOING = 4
#: The checksum is left to the device (lo never computes one); what was captured is not what is meant.
TP_STATUS_CSUMNOTREADY = 1 << 3
RECEIVE_BUFFER = 64 << 20
FRAME = 65536 + 64


class Capture:
    """One packet socket, bound to no interface: one order for all frames of the namespace."""

    def __init__(self, name):
        self.name = name
        self.frames = {}
        #: By interface: how many frames it had when the first was sent on it by hand.
        self.opened = {}
        self.count = 0
        #: time.time_ns() of the last frame
        self.last = 0
        self.socket = netns.socket_in(name, socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.socket.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)

    def fileno(self):
        return self.socket.fileno()

    def drain(self, limit):
        """Takes what has arrived, at most until `limit` frames are held in all."""
        while self.count < limit:
            try:
                frame, ancillary, _, address = self.socket.recvmsg(FRAME, 256)
            except BlockingIOError:
                return
            taken = time.time_ns()
            unsummed = False
            for level, kind, data in ancillary:
                if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPNS:
                    seconds, ns = struct.unpack_from('qq', data)
                    taken = seconds * 1_000_000_000 + ns
                elif level == SOL_PACKET and kind == PACKET_AUXDATA:
                    (status,) = struct.unpack_from('I', data)
                    unsummed = status & TP_STATUS_CSUMNOTREADY != 0
            interface, kind = address[0], address[2]
            entry = {'t': taken, 'dir': 'out' if kind == PACKET_OUTGOING else 'in', 'bytes': frame.hex()}
            if unsummed:
                entry['unsummed'] = True
            self.frames.setdefault(interface, []).append(entry)
            self.count += 1
            self.last = max(self.last, taken)

    def result(self, start):
        """Frames by interface, times in ns since `start`."""
        for frames in self.frames.values():
            for frame in frames:
                frame['t'] -= start
        return self.frames

    def close(self):
        self.socket.close()
