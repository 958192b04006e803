"""`python -m tests.sample_data --interviews 200 --data-dir data/sample`: a data folder to look at the pages with."""

import argparse
import sys
from pathlib import Path

from preppal.config import Settings
from preppal.store.database import Database
from preppal.store.migrations import migrate
from tests.sample_data import fill
from tests.sample_data.plans import Fate


def main() -> None:
    asked = _arguments()
    asked.data_dir.mkdir(parents=True, exist_ok=True)
    settings = Settings(data_dir=asked.data_dir)
    database = Database(settings.database_url)
    migrate(database)
    filled = fill(database, settings, asked.interviews, email=asked.email, name=asked.name)
    database.close()
    lines = [f"{asked.interviews} interviews of {filled.email} in {asked.data_dir}"]
    lines += [f"  {fate}: /interview/{interview_id}/feedback" for fate, interview_id in filled.by_fate.items()]
    if filled.retried:
        lines.append(f"  two takes: /interview/{filled.retried}/compare?question=1")
    if Fate.WAITING in filled.by_fate:
        lines.append(f"  not begun: /interview/{filled.by_fate[Fate.WAITING]}/lobby")
    sys.stdout.write("\n".join(lines) + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.sample_data", description=__doc__)
    parser.add_argument("--interviews", type=int, default=3, help="how many (3)")
    parser.add_argument("--data-dir", type=Path, required=True, help="the data folder; made when it is not there")
    parser.add_argument("--email", default="maya@example.com", help="whose they are (maya@example.com)")
    parser.add_argument("--name", default="Maya Okafor")
    return parser.parse_args()


if __name__ == "__main__":
    main()
