"""busybox's udhcpc, which stays until the run ends."""

import os
import queue
import signal
import stat
import subprocess
import tempfile
import threading

import netns
import resolver
from child import die_with_parent
from sockets import Failed

#: What udhcpc calls when something changes. It says what, so that whoever waits hears of it.
SCRIPT = '''#!/bin/sh
case $1 in
deconfig)
    ip -4 addr flush dev "$interface"
    ;;
bound | renew)
    ip addr add "$ip/$mask" broadcast "$broadcast" dev "$interface" 2>/dev/null
    for gateway in $router; do
        ip route add default via "$gateway" dev "$interface" 2>/dev/null
        break
    done
    ;;
esac
echo "EVENT|$1|$dns|$domain"
'''
#: s until an answer to a renewal is no longer waited for
PATIENCE = 2

#: By namespace and interface.
clients = {}


class Client:
    def __init__(self, name, action):
        self.name = name
        self.ended = False
        self.events = queue.Queue()
        fd, self.script = tempfile.mkstemp(suffix='.sh')
        with os.fdopen(fd, 'w') as file:
            file.write(SCRIPT)
        os.chmod(self.script, stat.S_IRWXU)
        command = ['udhcpc', '-f', '-n', '-i', action['interface'], '-s', self.script, '-V', 'udhcp']
        if action['probe']:
            command.append('-a')
        self.process = None
        # A program ends with the thread that started it: this one lives as long as the program.
        threading.Thread(target=self.run, args=(netns.command_in(name, command),), daemon=True).start()

    def run(self, command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, preexec_fn=die_with_parent
        )
        for line in self.process.stdout:
            if not line.startswith('EVENT|'):
                continue
            _, event, dns, domain = line.rstrip('\n').split('|')
            servers = dns.split()
            if event in ('bound', 'renew') and servers:
                lines = [f'search {domain}'] if domain else []
                lines += [f'nameserver {server}' for server in servers]
                resolver.write(self.name, 'resolv.conf', ''.join(f'{line}\n' for line in lines))
            self.events.put(event)
        self.ended = True
        self.events.put('ended')
        os.unlink(self.script)

    def wait(self, wanted, timeout=None):
        while True:
            event = self.events.get(timeout=timeout)
            if event in wanted:
                return event


def perform(name, action):
    key = (name, action['interface'])
    client = clients.get(key)
    if action['ask'] == 'lease':
        if client is not None and not client.ended:
            raise Failed('a DHCP client runs here already')
        client = clients[key] = Client(name, action)
        if client.wait(('bound', 'ended')) == 'ended':
            raise Failed('no lease')
        return 'bound'
    if client is None:
        raise Failed('no DHCP client runs here')
    client.process.send_signal(signal.SIGUSR1 if action['ask'] == 'renew' else signal.SIGUSR2)
    try:
        return client.wait(('renew', 'bound', 'deconfig'), PATIENCE)
    except queue.Empty:
        raise Failed('no answer') from None
