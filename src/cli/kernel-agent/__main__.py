"""
Runs a lab's inputs on this machine's kernel and writes down every frame. The lab's namespaces stand already
(the exported script built them). The plan comes as JSON on stdin (plan.ts describes it), the result goes as
JSON to stdout. Everything that this program starts ends with it.
"""

import json
import os
import select
import signal
import sys
import threading
import time

import actions
import defaults
import frames
import netns
import services
import ticks
from capture import Capture
from child import die_with_parent
from resolver import Resolver
from tables import tables


class Run:
    def __init__(self, plan):
        self.plan = plan
        self.captures = []
        self.services = []
        self.resolvers = []
        self.outcomes = [None] * len(plan['inputs'])
        self.ended = 0
        self.start = 0
        self.bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)

    def prepare(self):
        # Loaded before anything runs: an input takes no time of its own.
        for item in self.plan['inputs']:
            if item['action']['do'] not in ('serve', 'frame'):
                actions.module_of(item['action'])
        for namespace in self.plan['namespaces']:
            defaults.apply(namespace['netns'], namespace['defaults'])
            self.captures.append(Capture(namespace['netns']))
            self.resolvers.append(Resolver(namespace['netns']))
        for namespace in self.plan['namespaces']:
            for service in namespace['services']:
                self.services.append(services.start(namespace['netns'], service))

    def begin(self, index):
        """Starts input `index` in a thread that rings when it is done."""
        for capture in self.captures:
            capture.drain(self.plan['limit'])
        item = self.plan['inputs'][index]
        if item['action']['do'] == 'serve':
            self.end(index, self.serve(item['netns'], item['action']['service']))
            return
        if item['action']['do'] == 'frame':
            self.end(index, frames.send(self.capture_of(item['netns']), item['action']))
            return

        def work():
            self.end(index, actions.perform(item['netns'], item['action']))
            os.eventfd_write(self.bell, 1)

        threading.Thread(target=work, daemon=True).start()

    def serve(self, name, service):
        """In this very thread: a service ends with the thread that started it."""
        try:
            self.services.append(services.start(name, service))
            return {'ok': True, 'result': 'started'}
        except (OSError, RuntimeError) as error:
            return {'ok': False, 'result': str(error)}

    def capture_of(self, name):
        return next(capture for capture in self.captures if capture.name == name)

    def end(self, index, outcome):
        self.ended = time.time_ns()
        self.outcomes[index] = {**outcome, 't': self.ended - self.start}

    def watch(self):
        """Waits for frames, ends of inputs and times of inputs, nothing else. Answers why it stopped."""
        poll = select.epoll()
        for capture in self.captures:
            poll.register(capture.fileno(), select.EPOLLIN)
        poll.register(self.bell, select.EPOLLIN)
        waiting = sorted(range(len(self.plan['inputs'])), key=lambda i: self.plan['inputs'][i]['at'])
        limit = self.plan['limit']
        bound = self.plan['until'] or self.plan['bound']
        if self.plan['aligned']:
            ticks.whole_second()
        self.start = self.ended = time.time_ns()
        while True:
            now = time.time_ns()
            elapsed = now - self.start
            while waiting and self.plan['inputs'][waiting[0]]['at'] <= elapsed:
                self.begin(waiting.pop(0))
            if sum(capture.count for capture in self.captures) >= limit:
                return 'limit'
            if elapsed >= bound:
                return 'until' if self.plan['until'] else 'bound'
            wakes = [bound]
            if waiting:
                wakes.append(self.plan['inputs'][waiting[0]]['at'])
            elif not self.plan['until'] and all(self.outcomes):
                last = max([self.ended, *(capture.last for capture in self.captures)])
                end = last + self.plan['quiet'] - self.start
                if elapsed >= end:
                    return 'quiet'
                wakes.append(end)
            for fd, _ in poll.poll(max(min(wakes) - elapsed, 0) / 1e9):
                if fd == self.bell:
                    os.eventfd_read(self.bell)
            for capture in self.captures:
                capture.drain(limit)

    def result(self, reason):
        known = tables({one['netns']: one['tables'] for one in self.plan['namespaces'] if one['tables'] is not None})
        return {
            'reason': reason,
            'elapsed': time.time_ns() - self.start,
            'inputs': self.outcomes,
            'frames': {c.name: c.result(self.start) for c in self.captures},
            'tables': known
        }

    def close(self):
        for thing in [*self.services, *self.resolvers, *self.captures]:
            thing.close()


def one_at_a_time():
    """
    One processor, first come first served: a frame's whole way through the kernel is over before a program runs, and a
    program runs until it waits. Without it two runs of one lab may differ in which of two programs was quicker.
    """
    try:
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0), key=lambda cpu: (cpu + os.getpid()) % 64)})
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    except OSError:
        pass  # Not allowed in this container: the run is right, only its order may vary.


def main():
    plan = json.load(sys.stdin)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    die_with_parent(signal.SIGTERM)
    one_at_a_time()
    netns.own_hostname()
    run = Run(plan)
    try:
        run.prepare()
        reason = run.watch()
        result = run.result(reason)
    except (OSError, RuntimeError) as error:
        print(f'kernel-agent: {error}', file=sys.stderr)
        return 1
    finally:
        run.close()
    json.dump(result, sys.stdout)
    sys.stdout.flush()
    return 0


if __name__ == '__main__':
    # Threads that still wait in a call (accept, a read) end with the process.
    os._exit(main())
