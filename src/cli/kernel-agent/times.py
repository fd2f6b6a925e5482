"""Times as a lab writes them: a number and a unit."""

import re

UNITS = {'ns': 1, 'us': 1_000, 'ms': 1_000_000, 's': 1_000_000_000, 'min': 60_000_000_000, 'h': 3_600_000_000_000}


def seconds(text):
    number, unit = re.fullmatch(r'([\d.]+)([a-z]+)', text).groups()
    return float(number) * UNITS[unit] / 1e9
