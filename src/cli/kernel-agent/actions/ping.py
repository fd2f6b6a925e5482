"""iputils' ping."""

import re
import subprocess

from sockets import Failed, resolve
from times import seconds


def perform(name, action):
    address = resolve(name, action['to'])
    command = ['ping', '-c', str(action['count']), '-i', str(seconds(action['interval']))]
    command += ['-s', str(action['size']), '-t', str(action['ttl']), '-W', '1']
    command += ['-b'] if action.get('broadcast') else []
    command += ['-Q', str(action['tos'])] if 'tos' in action else []
    command += ['-M', action['pmtu']] if 'pmtu' in action else []
    command += ['-R'] if action.get('recordRoute') else []
    command += ['-T', action['timestamps']] if 'timestamps' in action else []
    command += ['-p', action['pattern']] if 'pattern' in action else []
    command.append(address)
    # This thread is in the namespace already, and so is what it starts: it begins sooner than by `ip netns exec`.
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
    out, err = done.stdout, done.stderr
    summary = re.search(r'(\d+) packets transmitted, (\d+) received', out)
    if summary is None:
        raise Failed(err.strip() or 'ping said nothing')
    if int(summary[2]) == 0:
        raise Failed(f'no reply to {summary[1]}')
    return f'{summary[2]} of {summary[1]} replies'
