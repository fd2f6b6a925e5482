"""A cable is pulled or plugged."""

from actions.interface import set_link


def perform(_, action):
    """A pulled cable: the ends of it that the plan names (see plan.ts) go down."""
    for end in action['ends']:
        set_link(end['netns'], end['interface'], action['up'])
    return 'done'
