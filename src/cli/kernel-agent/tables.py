"""What a namespace knows at the end."""

import json
import subprocess

import netns


def tables(name):
    return {
        'addresses': as_json(['ip', '-j', '-n', name, 'addr']),
        'routes': as_json(['ip', '-j', '-n', name, 'route', 'show', 'table', 'all']),
        'neighbours': as_json(['ip', '-j', '-n', name, 'neigh']),
        'fdb': as_json(['bridge', '-j', '-n', name, 'fdb']),
        'conntrack': netns.run_in(name, ['conntrack', '-L'])[1].splitlines()
    }


def as_json(command):
    out = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return json.loads(out) if out.strip() else []
