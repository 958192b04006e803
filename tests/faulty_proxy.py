"""A TCP connection with faults: cut by reset or in order, held up, or dead without anybody being told."""

import asyncio
import socket
import struct
from contextlib import suppress

_CHUNK_BYTES = 65_536


class _Connection:
    """One client, and its own way to the server."""

    def __init__(self, proxy: "FaultyProxy", *ends: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        self._proxy = proxy
        self._ends = ends
        self.is_dead = False

    async def run(self) -> None:
        (client_in, client_out), (server_in, server_out) = self._ends
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._pump(client_in, server_out))
                tasks.create_task(self._pump(server_in, client_out))
        except* OSError:
            pass  # it was cut

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(_CHUNK_BYTES):
            await self._proxy.flows.wait()
            if not self.is_dead:
                sink.write(data)
                await sink.drain()
        self.close()

    def close(self) -> None:
        """In order: what is under way still arrives."""
        for _, writer in self._ends:
            writer.close()

    def reset(self) -> None:
        """As when a router forgets: what is under way is gone."""
        for _, writer in self._ends:
            raw: socket.socket | None = writer.get_extra_info("socket")
            if raw is not None:
                with suppress(OSError):
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()


class FaultyProxy:
    """Listens on `port` and passes everything on to `target_port`, until it is told otherwise."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._connections: set[_Connection] = set()
        self.flows = asyncio.Event()
        self.flows.set()
        self.port = 0

    async def start(self) -> None:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = int(server.sockets[0].getsockname()[1])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            onward = await asyncio.open_connection("127.0.0.1", self._target_port)
        except OSError:
            writer.close()
            return
        connection = _Connection(self, (reader, writer), onward)
        self._connections.add(connection)
        try:
            await connection.run()
        finally:
            self._connections.discard(connection)
            connection.reset()

    # ---- faults

    def reset(self) -> None:
        for connection in tuple(self._connections):
            connection.reset()

    def close(self) -> None:
        for connection in tuple(self._connections):
            connection.close()

    def half_open(self) -> None:
        """Everything sent from now on over the present connections vanishes; nobody is told."""
        for connection in self._connections:
            connection.is_dead = True

    def half_open_then_reset(self, after_s: float) -> None:
        self.half_open()
        asyncio.get_running_loop().call_later(after_s, self.reset)

    def hold(self, for_s: float) -> None:
        """Nothing flows for so long; then all of it comes at once."""
        self.flows.clear()
        asyncio.get_running_loop().call_later(for_s, self.flows.set)
