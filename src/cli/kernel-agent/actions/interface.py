"""An interface goes up or down."""

import subprocess

from sockets import Failed


def perform(name, action):
    set_link(name, action['interface'], action['up'])
    return 'done'


def set_link(name, device, up):
    command = ['ip', '-n', name, 'link', 'set', 'dev', device, 'up' if up else 'down']
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failed(done.stderr.strip())
