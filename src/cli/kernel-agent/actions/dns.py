"""A name looked up by the system's own resolver."""

from sockets import resolve


def perform(name, action):
    return resolve(name, action['name'])
