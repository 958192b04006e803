"""A person with as many interviews as it takes to look at the pages, made and reviewed by the product's own services.

`python -m tests.sample_data --interviews 200 --data-dir data/sample`, then `PREPPAL_DATA_DIR=data/sample make run`
and sign in with the address that was printed. The same number always makes the same interviews.
"""

from tests.sample_data.filling import Filled, fill

__all__ = ["Filled", "fill"]
