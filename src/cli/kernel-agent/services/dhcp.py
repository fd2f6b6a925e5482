"""The real dnsmasq as DHCP server, without DNS."""

import os
import subprocess
import tempfile

import netns
from child import die_with_parent


class Service:
    def __init__(self, name, service):
        self.folder = tempfile.mkdtemp()
        command = ['dnsmasq', '--keep-in-foreground', '--log-facility=-', '--conf-file=/dev/null', '--pid-file=']
        command += ['--user=root', '--group=root', '--port=0', '--no-ping', '--dhcp-sequential-ip', '--dhcp-authoritative']
        command += [f'--interface={service["interface"]}', '--bind-interfaces', f'--dhcp-leasefile={self.folder}/leases']
        command += [f'--dhcp-range={service["from"]},{service["to"]},{service["lease"]}s']
        # dnsmasq sends options in the reverse of this order, and its own address as router unless told otherwise.
        if service.get('domain'):
            command += [f'--dhcp-option=15,{service["domain"]}']
        if service['dns']:
            command += [f'--dhcp-option=6,{",".join(service["dns"])}']
        command += [f'--dhcp-option=3,{service["router"]}' if service.get('router') else '--dhcp-option=3']
        self.process = subprocess.Popen(
            netns.command_in(name, command),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, preexec_fn=die_with_parent
        )
        said = []
        for line in self.process.stderr:
            said.append(line.strip())
            if 'sockets bound' in line:
                return
        raise RuntimeError(f'dnsmasq did not start: {said[-1] if said else "it said nothing"}')

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stderr.close()
        for file in os.listdir(self.folder):
            os.unlink(os.path.join(self.folder, file))
        os.rmdir(self.folder)
