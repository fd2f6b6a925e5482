"""Settings of a namespace."""

import contextlib
import os
import subprocess

import netns
import resolver


def step_back():
    """
    This thread is no real-time one any more. Where somebody else holds the kernel's rtnl lock, a write of ip_forward is begun anew
    again and again (restart_syscall) and, with priority over the holder, would never let it come to its end.
    """
    with contextlib.suppress(OSError):
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
        os.setpriority(os.PRIO_PROCESS, 0, -20)


def perform(name, action):
    """Settings of the namespace, by the commands that plan.ts names. A line for ip may fail: a route that stands already, or whose interface is down."""
    step_back()
    for setting in action['sysctls']:
        try:
            with open(f'/proc/sys/{setting["path"]}', 'w', encoding='ascii') as file:
                file.write(str(setting['value']))
        except FileNotFoundError:
            pass  # This kernel has none of that name: as when the namespace was built.
    refused = ''
    if action['ip']:
        batch = ['ip', '-n', name, '-force', '-batch', '-']
        done = subprocess.run(batch, input='\n'.join(action['ip']), capture_output=True, text=True, check=False)
        refused = done.stderr.strip()
    if action['ipsets']['first']:
        netns.feed(name, ['ipset', 'restore'], action['ipsets']['first'])
    if action['iptables']:
        netns.feed(name, ['iptables-restore', '-w', '--noflush'], action['iptables'])
    if action['ipsets']['last']:
        netns.feed(name, ['ipset', 'restore'], action['ipsets']['last'])
    for file, text in action['files'].items():
        resolver.write(name, file, text)
    return refused or 'done'
