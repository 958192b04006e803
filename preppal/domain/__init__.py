"""What Preppal talks about: values and rules. Standard library only, no I/O."""
