"""iputils' ping."""

import re

import netns
from sockets import Failed, resolve
from times import seconds


def perform(name, action):
    address = resolve(name, action['to'])
    command = ['ping', '-c', str(action['count']), '-i', str(seconds(action['interval']))]
    command += ['-s', str(action['size']), '-t', str(action['ttl']), '-W', '1', address]
    _, out, err = netns.run_in(name, command)
    summary = re.search(r'(\d+) packets transmitted, (\d+) received', out)
    if summary is None:
        raise Failed(err.strip() or 'ping said nothing')
    if int(summary[2]) == 0:
        raise Failed(f'no reply to {summary[1]}')
    return f'{summary[2]} of {summary[1]} replies'
