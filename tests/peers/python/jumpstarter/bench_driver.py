"""A driver for the bench: the same as the one in TypeScript that it is measured beside."""

from jumpstarter.driver import Driver, export


class Custom(Driver):
    @classmethod
    def client(cls) -> str:
        return "jumpstarter.client.DriverClient"

    @export
    async def double(self, number):
        return 2 * number

    @export
    async def count(self, limit):
        for number in range(1, int(limit) + 1):
            yield number
