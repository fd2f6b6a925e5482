"""What listens on a node: a module for each kind of service, with a class `Service` that is bound when its constructor returns."""

import importlib


def start(name, service):
    return importlib.import_module(f'services.{service["kind"].replace("-", "_")}').Service(name, service)
