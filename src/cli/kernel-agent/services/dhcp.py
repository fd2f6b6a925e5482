"""The real dnsmasq as DHCP server, without DNS."""

import os
import tempfile

import dnsmasq


class Service:
    def __init__(self, name, service):
        self.folder = tempfile.mkdtemp()
        options = ['--port=0', '--no-ping', '--dhcp-sequential-ip', '--dhcp-authoritative']
        options += [f'--interface={service["interface"]}', '--bind-interfaces', f'--dhcp-leasefile={self.folder}/leases']
        options += [f'--dhcp-range={service["from"]},{service["to"]},{service["lease"]}s']
        # dnsmasq sends options in the reverse of this order, and its own address as router unless told otherwise.
        if service.get('domain'):
            options += [f'--dhcp-option=15,{service["domain"]}']
        if service['dns']:
            options += [f'--dhcp-option=6,{",".join(service["dns"])}']
        options += [f'--dhcp-option=3,{service["router"]}' if service.get('router') else '--dhcp-option=3']
        self.process = dnsmasq.start(name, options, 'sockets bound')

    def close(self):
        dnsmasq.end(self.process)
        for file in os.listdir(self.folder):
            os.unlink(os.path.join(self.folder, file))
        os.rmdir(self.folder)
