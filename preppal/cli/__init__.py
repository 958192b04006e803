"""Commands for whoever runs the server, one module each."""
