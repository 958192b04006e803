"""Local speech parts behind the ports: voice activity, recognition, synthesis. Importing them starts nothing."""
