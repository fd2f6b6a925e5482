"""Linux's own defaults, for the sysctls that a new namespace inherits from the machine and that a machine often has changed."""

import os

import netns


def apply(name, defaults):
    """`defaults`: paths under /proc/sys and their text. What this kernel, or a namespace, does not have is passed over."""
    with netns.inside(name):
        for path, text in defaults.items():
            try:
                with open(os.path.join('/proc/sys', path), 'w', encoding='ascii') as file:
                    file.write(text)
            except OSError:
                pass
