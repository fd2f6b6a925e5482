"""The real dnsmasq as DNS server."""

import dnsmasq


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
        options = ['--no-resolv', '--no-hosts', '--no-round-robin']
        options += [f'--port={service["port"]}', f'--local-ttl={service["ttl"]}']
        if service.get('upstream'):
            options += [f'--server={address}' for address in service['upstream']]
        elif service.get('unknown') != 'refused':
            options.append('--local=/#/')
        if service.get('maxTtl') is not None:
            options.append(f'--max-ttl={service["maxTtl"]}')
        for record, texts in service['records'].items():
            options += [option(record, text) for text in texts]
        self.process = dnsmasq.start(name, options, ': started, ')

    def close(self):
        dnsmasq.end(self.process)
