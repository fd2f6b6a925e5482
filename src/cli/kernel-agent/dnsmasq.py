"""dnsmasq in a namespace, for the services that are it."""

import subprocess

import netns
from child import die_with_parent

COMMAND = [
    'dnsmasq', '--keep-in-foreground', '--log-facility=-', '--conf-file=/dev/null', '--pid-file=', '--user=root', '--group=root'
]


def start(name, options, ready):
    """Answers the process once it has said `ready`; raises RuntimeError with its last words where it ends before."""
    process = subprocess.Popen(
        netns.command_in(name, [*COMMAND, *options]),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, preexec_fn=die_with_parent
    )
    said = []
    for line in process.stderr:
        said.append(line.strip())
        if ready in line:
            return process
    raise RuntimeError(f'dnsmasq did not start: {said[-1] if said else "it said nothing"}')


def end(process):
    process.terminate()
    process.wait()
    process.stderr.close()
