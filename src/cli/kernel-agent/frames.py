"""Frames made by hand, sent past the namespace's own IP by a packet socket."""

import errno
import socket
import struct

import netns

ETHERNET = 14
IPV4 = 0x0800
TCP = 6
SYN = 0x02


def send(capture, action):
    """Answers {ok, result}. `capture` is the namespace's: it knows what came in by the interface since the first one was sent."""
    frame = bytearray.fromhex(action['bytes'])
    capture.drain(1 << 31)
    frames = capture.frames.setdefault(action['interface'], [])
    since = capture.opened.setdefault(action['interface'], len(frames))
    if action['relativeAck']:
        acknowledge(frame, frames[since:])
    try:
        with netns.socket_in(capture.name, socket.AF_PACKET, socket.SOCK_RAW, 0) as sock:
            sock.bind((action['interface'], 0))
            sock.send(frame)
    except OSError as error:
        return {'ok': False, 'result': errno.errorcode.get(error.errno, str(error))}
    return {'ok': True, 'result': 'sent'}


def tcp_of(frame):
    """Where the IPv4 header and the TCP header begin and the segment ends, or None."""
    if len(frame) < ETHERNET + 40 or struct.unpack_from('!H', frame, 12)[0] != IPV4 or frame[ETHERNET + 9] != TCP:
        return None
    if struct.unpack_from('!H', frame, ETHERNET + 6)[0] & 0x1FFF:
        return None
    at = ETHERNET + (frame[ETHERNET] & 15) * 4
    end = ETHERNET + struct.unpack_from('!H', frame, ETHERNET + 2)[0]
    return (at, end) if at + 20 <= end <= len(frame) else None


def ends(frame, at):
    """(source, source port), (destination, destination port)."""
    return frame[ETHERNET + 12:ETHERNET + 16] + frame[at:at + 2], frame[ETHERNET + 16:ETHERNET + 20] + frame[at + 2:at + 4]


def acknowledge(frame, heard):
    """The acknowledgment number counts from the sequence number of the last SYN that came from the peer's port to ours."""
    place = tcp_of(frame)
    if place is None:
        return
    at, end = place
    here, there = ends(frame, at)
    for entry in reversed(heard):
        other = bytes.fromhex(entry['bytes'])
        where = tcp_of(other) if entry['dir'] == 'in' else None
        if where is None or not other[where[0] + 13] & SYN or ends(other, where[0]) != (there, here):
            continue
        first, relative = struct.unpack_from('!I', other, where[0] + 4)[0], struct.unpack_from('!I', frame, at + 8)[0]
        struct.pack_into('!I', frame, at + 8, (first + relative) & 0xFFFFFFFF)
        struct.pack_into('!H', frame, at + 16, 0)
        pseudo = frame[ETHERNET + 12:ETHERNET + 20] + struct.pack('!HH', TCP, end - at)
        struct.pack_into('!H', frame, at + 16, checksum(pseudo + frame[at:end]))
        return


def checksum(data):
    data = bytes(data) + bytes(len(data) % 2)
    total = sum(struct.unpack(f'!{len(data) // 2}H', data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF
