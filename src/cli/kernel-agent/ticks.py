"""
The kernel's ticks. Some timers end at the machine's whole seconds (round_jiffies), so what they do depends on when a run
begins: one that begins with a whole second is like any other that does.
"""

import re
import time

#: CONFIG_HZ may be one of these.
RATES = (100, 250, 300, 1000)
MEASURED = 0.1


def read():
    """Time in ns since the machine started, and ticks."""
    with open('/proc/timer_list', encoding='ascii') as file:
        text = file.read()
    return int(re.search(r'now at (\d+)', text)[1]), int(re.search(r'^jiffies: (\d+)', text, re.MULTILINE)[1])


def whole_second():
    """Waits for the next second that the kernel takes for a whole one."""
    before, first = read()
    time.sleep(MEASURED)
    now, jiffies = read()
    measured = (jiffies - first) / ((now - before) / 1e9)
    rate = min(RATES, key=lambda one: abs(one - measured))
    late = time.clock_gettime_ns(time.CLOCK_MONOTONIC) - now
    time.sleep(max(0, (rate - jiffies % rate) / rate - late / 1e9))
