"""The real dnsmasq as DNS server."""

import subprocess

import netns
from child import die_with_parent


def option(name, text):
    """A record of the lab as dnsmasq wants it."""
    words = text.split()
    if len(words) == 1 or words[0] == 'A':
        return f'--address=/{name}/{words[-1]}' if name.startswith('*.') else f'--host-record={name},{words[-1]}'
    if words[0] == 'CNAME':
        return f'--cname={name},{words[1]}'
    if words[0] == 'PTR':
        return f'--ptr-record={name},{words[1]}'
    if words[0] == 'SRV':
        return f'--srv-host={name},{words[4]},{words[3]},{words[1]},{words[2]}'
    if words[0] == 'MX':
        return f'--mx-host={name},{words[2]},{words[1]}'
    if words[0] == 'TXT':
        return f'--txt-record={name},{text[4:]}'
    raise RuntimeError(f'dnsmasq has no {words[0]} records')


class Service:
    """The real dnsmasq, which knows its records and nothing else: other names do not exist (NXDOMAIN)."""

    def __init__(self, name, service):
        command = ['dnsmasq', '--keep-in-foreground', '--log-facility=-', '--conf-file=/dev/null', '--pid-file=']
        command += ['--user=root', '--group=root', '--no-resolv', '--no-hosts', '--no-round-robin']
        command += [f'--port={service["port"]}', f'--local-ttl={service["ttl"]}']
        if service.get('upstream'):
            command += [f'--server={address}' for address in service['upstream']]
        elif service.get('unknown') != 'refused':
            command.append('--local=/#/')
        if service.get('maxTtl') is not None:
            command.append(f'--max-ttl={service["maxTtl"]}')
        for record, texts in service['records'].items():
            command += [option(record, text) for text in texts]
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
