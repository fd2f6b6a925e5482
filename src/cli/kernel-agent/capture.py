"""Every frame on every interface of a namespace, as a packet socket sees it."""

import errno
import fcntl
import mmap
import socket
import struct

import netns

ETH_P_ALL = 0x0003
SOL_PACKET = 263
PACKET_RX_RING = 5
PACKET_VERSION = 10
TPACKET_V3 = 2
PACKET_OUTGOING = 4
SIOCGIFNAME = 0x8910
#: A block belongs to whoever reads it; else the kernel still writes into it.
TP_STATUS_USER = 1 << 0
#: The checksum is left to the device (lo never computes one); what was captured is not what is meant.
TP_STATUS_CSUMNOTREADY = 1 << 3
#: The longest frame (lo's 65,550 bytes) fits into a block twice.
BLOCK = 1 << 18
BLOCKS = 16
#: What the kernel divides a ring into where frames have one size; those of version 3 have their own.
FRAME = 1 << 11
#: ms after which a block that is not full is closed. Nobody waits for that: the open block is read too.
CLOSED_AFTER = 100
#: struct tpacket_block_desc: block_status, num_pkts, offset_to_first_pkt
BLOCK_HEAD = struct.Struct('8xIII')
#: struct tpacket3_hdr: tp_next_offset, tp_sec, tp_nsec, tp_snaplen, tp_status, tp_mac; and sockaddr_ll after it: sll_ifindex, sll_pkttype
FRAME_HEAD = struct.Struct('IIII4xIH22x4xI2xB')


class Capture:
    """
    One packet socket, bound to no interface: one order for all frames of the namespace. The kernel copies each frame into a
    ring when it passes (net/packet/af_packet.c, tpacket_rcv). Without a ring it would lend the bytes until they are read, and meanwhile
    writes other headers into the fragments that ip_do_fragment passes on.
    """

    def __init__(self, name):
        self.name = name
        self.frames = {}
        #: By interface: how many frames it had when the first was sent on it by hand.
        self.opened = {}
        self.count = 0
        #: time.time_ns() of the last frame
        self.last = 0
        self.names = {}
        #: Indexes whose names have been asked for in this drain.
        self.asked = set()
        self.socket = netns.socket_in(name, socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        self.socket.setsockopt(SOL_PACKET, PACKET_VERSION, TPACKET_V3)
        request = struct.pack('7I', BLOCK, BLOCKS, FRAME, BLOCK // FRAME * BLOCKS, CLOSED_AFTER, 0, 0)
        self.socket.setsockopt(SOL_PACKET, PACKET_RX_RING, request)
        self.ring = mmap.mmap(self.socket.fileno(), BLOCK * BLOCKS)
        #: The block that is read, and in it the frames that were and where the next one begins.
        self.block = self.taken = self.next = 0
        for index, interface in self.interfaces():
            self.names[index] = interface

    def interfaces(self):
        with netns.inside(self.name):
            return socket.if_nameindex()

    def fileno(self):
        return self.socket.fileno()

    def name_of(self, index):
        """As it is called now: before a name may change, what has arrived is drained. One that has gone keeps its last."""
        if index not in self.asked:
            self.asked.add(index)
            try:
                answer = fcntl.ioctl(self.socket, SIOCGIFNAME, struct.pack('16si20x', b'', index))
                self.names[index] = answer[:16].rstrip(b'\0').decode()
            except OSError as error:
                if error.errno != errno.ENODEV:
                    raise
        return self.names[index]

    def drain(self, limit):
        """Takes what has arrived, at most until `limit` frames are held in all."""
        self.asked.clear()
        while self.count < limit:
            start = self.block * BLOCK
            status, count, first = BLOCK_HEAD.unpack_from(self.ring, start)
            if self.taken == 0:
                self.next = start + first
            while self.taken < count and self.count < limit:
                self.take()
            if not status & TP_STATUS_USER or self.taken < count:
                return
            struct.pack_into('I', self.ring, start + 8, 0)
            self.block = (self.block + 1) % BLOCKS
            self.taken = 0

    def take(self):
        at = self.next
        following, seconds, ns, length, status, mac, index, kind = FRAME_HEAD.unpack_from(self.ring, at)
        taken = seconds * 1_000_000_000 + ns
        frame = self.ring[at + mac:at + mac + length]
        entry = {'t': taken, 'dir': 'out' if kind == PACKET_OUTGOING else 'in', 'bytes': frame.hex()}
        if status & TP_STATUS_CSUMNOTREADY:
            entry['unsummed'] = True
        self.frames.setdefault(self.name_of(index), []).append(entry)
        self.count += 1
        self.taken += 1
        self.next = at + following
        self.last = max(self.last, taken)

    def result(self, start):
        """Frames by interface, times in ns since `start`."""
        for frames in self.frames.values():
            for frame in frames:
                frame['t'] -= start
        return self.frames

    def close(self):
        self.ring.close()
        self.socket.close()
