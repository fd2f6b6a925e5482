"""Does with each connection what it is told, step by step."""

import tcp_steps
from services.tcp_service import TcpService


class Service(TcpService):
    def __init__(self, name, service):
        self.steps = service['steps']
        super().__init__(name, service, service['backlog'], service['accept'])

    def answer(self, connection):
        tcp_steps.run(connection, self.steps)
