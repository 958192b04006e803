"""Stand-ins for the services Preppal talks to: they speak the real protocols, for tests and for people."""
