"""
Linux's own defaults, for the sysctls that a new namespace inherits from the machine and that a machine often has
changed. What the lab sets itself is left alone.
"""

import glob
import os

import netns

DEFAULTS = {
    # net/ipv4/tcp.c, tcp_init: what the window scale is made of.
    'net/ipv4/tcp_rmem': '4096 131072 6291456',
    'net/ipv4/tcp_wmem': '4096 16384 4194304',
    'net/ipv4/tcp_timestamps': '1',
    'net/ipv4/tcp_sack': '1',
    'net/ipv4/tcp_window_scaling': '1',
    'net/ipv4/tcp_ecn': '2',
    'net/ipv4/ip_default_ttl': '64',
    'net/ipv4/ip_no_pmtu_disc': '0',
    'net/ipv4/icmp_ratelimit': '1000',
    'net/ipv4/icmp_echo_ignore_broadcasts': '1',
    # Where br_netfilter is loaded, bridged packets would pass iptables too; it is not part of a plain kernel.
    'net/bridge/bridge-nf-call-iptables': '0',
    'net/bridge/bridge-nf-call-arptables': '0'
}
PER_INTERFACE = {
    'rp_filter': '0',
    'send_redirects': '1',
    'accept_redirects': '1',
    'arp_filter': '0',
    'arp_ignore': '0',
    'arp_announce': '0',
    'arp_accept': '0',
    'arp_notify': '0',
    'proxy_arp': '0',
    'ignore_routes_with_linkdown': '0'
}


def apply(name, own):
    """`own`: names of the sysctls (with dots) that the lab sets."""
    kept = {key.replace('.', '/') for key in own}
    with netns.inside(name):
        wanted = dict(DEFAULTS)
        for folder in glob.glob('/proc/sys/net/ipv4/conf/*'):
            inner = os.path.relpath(folder, '/proc/sys')
            for key, value in PER_INTERFACE.items():
                if f'net/ipv4/conf/all/{key}' not in kept:
                    wanted[f'{inner}/{key}'] = value
        for key, value in wanted.items():
            if key not in kept and os.path.exists(f'/proc/sys/{key}'):
                with open(f'/proc/sys/{key}', 'w', encoding='ascii') as file:
                    file.write(value)
