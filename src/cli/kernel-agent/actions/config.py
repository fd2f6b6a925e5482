"""Settings of a namespace."""

import subprocess

import netns
import resolver


def perform(name, action):
    """Settings of the namespace, by the commands that plan.ts names. A line for ip may fail: a route that stands already, or whose interface is down."""
    for setting in action['sysctls']:
        try:
            with open(f'/proc/sys/{setting["path"]}', 'w', encoding='ascii') as file:
                file.write(str(setting['value']))
        except FileNotFoundError:
            pass  # This kernel has none of that name: as when the namespace was built.
    refused = ''
    if action['ip']:
        batch = ['ip', '-n', name, '-force', '-batch', '-']
        done = subprocess.run(batch, input='\n'.join(action['ip']), capture_output=True, text=True, check=False)
        refused = done.stderr.strip()
    if action['ipsets']['first']:
        netns.feed(name, ['ipset', 'restore'], action['ipsets']['first'])
    if action['iptables']:
        netns.feed(name, ['iptables-restore', '-w', '--noflush'], action['iptables'])
    if action['ipsets']['last']:
        netns.feed(name, ['ipset', 'restore'], action['ipsets']['last'])
    for file, text in action['files'].items():
        resolver.write(name, file, text)
    return refused or 'done'
