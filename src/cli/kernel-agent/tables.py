"""What a namespace knows at the end, as the tools say it."""

import json
import subprocess

import netns


def tables(name, wanted):
    """`wanted`: the optional ones of them, fdb, conntrack and rules."""
    return {
        'routes': {table: lines(['ip', '-n', name, 'route', 'show', 'table', table]) for table in ('local', 'main')},
        'neighbours': as_json(['ip', '-j', '-n', name, 'neigh', 'show']),
        'fdb': as_json(['bridge', '-j', '-n', name, 'fdb', 'show']) if 'fdb' in wanted else [],
        'conntrack': netns.run_in(name, ['conntrack', '-L'])[1].splitlines() if 'conntrack' in wanted else [],
        'rules': netns.run_in(name, ['iptables-save', '-c'])[1].splitlines() if 'rules' in wanted else []
    }


def output(command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def lines(command):
    return output(command).splitlines()


def as_json(command):
    out = output(command)
    return json.loads(out) if out.strip() else []
