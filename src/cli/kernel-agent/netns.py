"""Network namespaces, entered by one thread at a time: setns(2) moves the calling thread only."""

import contextlib
import ctypes
import os
import socket
import subprocess

CLONE_NEWNET = 0x40000000
CLONE_NEWUTS = 0x04000000
LIBC = ctypes.CDLL(None, use_errno=True)


def enter(path):
    """Moves this thread into the namespace at `path`, for good."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        if LIBC.setns(fd, CLONE_NEWNET) != 0:
            error = ctypes.get_errno()
            raise OSError(error, os.strerror(error), path)
    finally:
        os.close(fd)


def own_hostname():
    """A host name without a domain: a resolver would try the machine's own domain for names that do not exist."""
    if LIBC.unshare(CLONE_NEWUTS) == 0:
        socket.sethostname('hopwise')


def path_of(name):
    return f'/var/run/netns/{name}'


@contextlib.contextmanager
def inside(name):
    """The body runs in namespace `name`; sockets made in it stay in it."""
    home = f'/proc/self/task/{LIBC.gettid()}/ns/net'
    back = os.open(home, os.O_RDONLY | os.O_CLOEXEC)
    try:
        enter(path_of(name))
        yield
    finally:
        LIBC.setns(back, CLONE_NEWNET)
        os.close(back)


def socket_in(name, *args):
    with inside(name):
        return socket.socket(*args)


def command_in(name, command):
    """`ip netns exec` also binds /etc/netns/NAME/* over /etc, so that programs read the node's own hosts and resolv.conf."""
    return ['ip', 'netns', 'exec', name, *command]


def feed(name, command, lines):
    """Runs a program that reads lines; what it says against them is an error."""
    text = ''.join(f'{line}\n' for line in lines)
    done = subprocess.run(command_in(name, command), input=text, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())


def run_in(name, command, timeout=60):
    """Runs a program to its end; its exit code and what it said."""
    done = subprocess.run(
        command_in(name, command), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout, check=False
    )
    return done.returncode, done.stdout, done.stderr
