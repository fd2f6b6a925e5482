"""An address of an interface comes or goes."""

from actions.interface import ip


def perform(name, action):
    verb = 'add' if 'add' in action else 'del'
    return ip(name, ['addr', verb, *action[verb].split(), 'dev', action['interface']])
