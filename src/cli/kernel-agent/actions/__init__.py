"""The actions of a lab's inputs, done by the real tools where there is one: a module each, named as the action is ("do")."""

import errno
import importlib

import netns
from sockets import Failed


def module_of(action):
    """The module of an action: `perform(netns, action)` runs in a thread of its own, inside its namespace, and answers what came of it."""
    return importlib.import_module(f'actions.{action["do"].replace("-", "_")}')


def perform(name, action):
    """Runs one action in this thread. Answers {ok, result}."""
    try:
        if name:
            netns.enter(netns.path_of(name))
        return {'ok': True, 'result': module_of(action).perform(name, action)}
    except Failed as failure:
        return {'ok': False, 'result': str(failure)}
    except TimeoutError:
        return {'ok': False, 'result': 'ETIMEDOUT'}
    except RuntimeError as error:
        return {'ok': False, 'result': str(error)}
    except OSError as error:
        return {'ok': False, 'result': errno.errorcode.get(error.errno, str(error))}
