"""What people upload, made text: read in a child process with limits, cleaned, and sorted into fields by rules."""
