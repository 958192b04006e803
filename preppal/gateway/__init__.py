"""The real-time shell: interview sockets on one side, an engine on the other, the session machine between."""
