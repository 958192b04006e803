"""`python -m tests.emulators.gemini_live`: a Gemini without a key, for a desk or a pipeline. Ends with Ctrl-C."""

import argparse
import asyncio
import signal
from pathlib import Path

from tests.emulators.gemini_live.emulator import DESK, GeminiLiveEmulator
from tests.emulators.gemini_live.scenario_files import load_scenario, scenario_names


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.emulators.gemini_live", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="API port (default: a free one)")
    parser.add_argument("--control-port", type=int, default=0, help="control port (default: a free one)")
    parser.add_argument(
        "--scenario", default=DESK.name, help="a name of --list, or a YAML file (default: an interviewer)"
    )
    parser.add_argument("--time-scale", type=float, help="emulated seconds per real second (default: the scenario's)")
    parser.add_argument("--seed", type=int, help="of everything random (default: the scenario's)")
    parser.add_argument(
        "--cert-dir", type=Path, help="where ca.pem goes (default: a folder that ends with the program)"
    )
    parser.add_argument("--log-dir", type=Path, help="write one JSONL file per interview there")
    parser.add_argument("--list", action="store_true", help="list the scenarios and stop")
    return parser.parse_args()


async def _serve(arguments: argparse.Namespace) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    if arguments.log_dir is not None:
        arguments.log_dir.mkdir(parents=True, exist_ok=True)
    async with GeminiLiveEmulator(
        arguments.scenario,
        time_scale=arguments.time_scale,
        seed=arguments.seed,
        port=arguments.port,
        control_port=arguments.control_port,
        cert_dir=arguments.cert_dir,
        log_dir=arguments.log_dir,
    ) as emulator:
        for name, value in emulator.environment.items():
            print(f"export {name}={value}")
        print(f"# scenario {emulator.scenario.name}; control port {emulator.control_url}")
        print("# behind a proxy, also: export NO_PROXY=127.0.0.1", flush=True)
        await stopped.wait()


def main() -> None:
    arguments = _arguments()
    if arguments.list:
        for scenario in sorted(map(load_scenario, scenario_names()), key=lambda scenario: scenario.group):
            print(f"{scenario.group:>2}  {scenario.name:<30} {scenario.summary}")
        return
    asyncio.run(_serve(arguments))


if __name__ == "__main__":
    main()
