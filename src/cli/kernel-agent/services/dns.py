"""The real dnsmasq as DNS server."""

import subprocess

import netns
from child import die_with_parent


class Service:
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
