"""A mail server that takes everything and keeps nothing, in a process of its own: what senders are measured on."""

import asyncio
import sys

HELLO = b"250-sink\r\n250-PIPELINING\r\n250-SIZE 0\r\n250 8BITMIME\r\n"
END = b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    """One connection; answers every command that has come in, in one write."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.held, self.in_message = transport, bytearray(), False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.held += data
        answers = []
        while (answer := self._next()) is not None:
            answers.append(answer)
        self.transport.write(b"".join(answers))

    def _next(self) -> bytes | None:
        """Give the answer to the next whole command or message; None while it has not come in."""
        end = END if self.in_message else b"\r\n"
        at = self.held.find(end)
        if at < 0:
            return None
        if self.in_message:
            del self.held[: at + len(end)]
            self.in_message = False
            self.keep()
            return b"250 2.0.0 kept\r\n"
        command = bytes(self.held[:at])
        del self.held[: at + len(end)]
        return self.answer(command)

    def answer(self, command: bytes) -> bytes:
        """Give the answer to a command."""
        verb = command[:4].upper()
        self.in_message = verb == b"DATA"
        return {b"DATA": b"354 go\r\n", b"EHLO": HELLO, b"QUIT": b"221 bye\r\n"}.get(verb, b"250 ok\r\n")

    def keep(self) -> None:
        """Keep the message; not here."""


async def serve(port: int) -> None:
    """Listen until the process is ended."""
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
