"""An interface goes up or down, is renamed, moved or removed."""

import subprocess

from sockets import Failed


def perform(name, action):
    device = action['interface']
    if action.get('remove'):
        return ip(name, ['link', 'del', 'dev', device])
    if 'moveTo' in action:
        return ip(name, ['link', 'set', 'dev', device, 'netns', action['moveTo']])
    if 'rename' in action:
        ip(name, ['link', 'set', 'dev', device, 'name', action['rename']])
        device = action['rename']
    if 'mtu' in action:
        ip(name, ['link', 'set', 'dev', device, 'mtu', str(action['mtu'])])
    if 'up' in action:
        set_link(name, device, action['up'])
    return 'done'


def set_link(name, device, up):
    ip(name, ['link', 'set', 'dev', device, 'up' if up else 'down'])


def ip(name, words):
    done = subprocess.run(['ip', '-n', name, *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failed(done.stderr.strip())
    return 'done'
