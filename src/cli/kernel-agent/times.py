"""Times as a lab writes them: a number and a unit."""

import re

UNITS = {'ns': 1, 'us': 1_000, 'ms': 1_000_000, 's': 1_000_000_000, 'min': 60_000_000_000, 'h': 3_600_000_000_000}


def seconds(text):
    number, unit = re.fullmatch(r'([\d.]+)([a-z]+)', text).groups()
    return float(number) * UNITS[unit] / 1e9


RATES = {'bit': 1, 'kbit': 1_000, 'mbit': 1_000_000, 'gbit': 1_000_000_000}


def rate(text):
    """Bits per second."""
    number, unit = re.fullmatch(r'([\d.]+)([a-z]+)', text.lower()).groups()
    return float(number) * RATES[unit]
