"""How a live interview behaves: sans-I/O, without asyncio, sockets, clock or Protobuf."""
