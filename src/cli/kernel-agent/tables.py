"""What a namespace knows at the end, as the tools say it."""

import json
import subprocess

import netns


def moving(name, wanted):
    """What packets change, and time. `wanted`: the optional ones of the tables, fdb, conntrack, rules and sets."""
    return {
        # Entries that need no ARP are left out unless asked for.
        'neighbours': [entry for nud in ([], ['nud', 'noarp']) for entry in as_json(['ip', '-j', '-n', name, 'neigh', 'show', *nud])],
        'fdb': as_json(['bridge', '-j', '-n', name, 'fdb', 'show']) if 'fdb' in wanted else [],
        'conntrack': netns.run_in(name, ['conntrack', '-L'])[1].splitlines() if 'conntrack' in wanted else [],
        'rules': netns.run_in(name, ['iptables-save', '-c'])[1].splitlines() if 'rules' in wanted else [],
        'sets': netns.run_in(name, ['ipset', 'save'])[1].splitlines() if 'sets' in wanted else []
    }


def standing(name, wanted):
    """What only commands change."""
    return {
        'routes': lines(['ip', '-4', '-o', '-n', name, 'route', 'show', 'table', 'all']),
        'routingRules': lines(['ip', '-4', '-n', name, 'rule', 'show']),
        'proxies': as_json(['ip', '-j', '-n', name, 'neigh', 'show', 'proxy']),
        'interfaces': as_json(['ip', '-j', '-n', name, 'addr', 'show']),
        'ports': as_json(['bridge', '-j', '-d', '-n', name, 'link', 'show']) if 'fdb' in wanted else []
    }


def tables(wanted):
    """By namespace; `wanted` is by namespace too. Soon after the end of the run: what moves comes first, in all of them."""
    first = {name: moving(name, which) for name, which in wanted.items()}
    return {name: {**first[name], **standing(name, which)} for name, which in wanted.items()}


def output(command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def lines(command):
    return output(command).splitlines()


def as_json(command):
    out = output(command)
    return json.loads(out) if out.strip() else []
