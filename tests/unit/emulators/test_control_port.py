"""The control port: what a test in another process or language sees and does."""

import httpx
import pytest

from tests.emulators.gemini_live import GeminiLiveEmulator
from tests.emulators.gemini_live.jsons import Json
from tests.unit.emulators.sdk_client import line, sdk

pytestmark = pytest.mark.anyio


async def get(emulator: GeminiLiveEmulator, path: str) -> Json:
    async with httpx.AsyncClient(trust_env=False) as http:
        value: Json = (await http.get(emulator.control_url + path)).raise_for_status().json()
        return value


async def post(emulator: GeminiLiveEmulator, path: str, body: Json) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as http:
        return await http.post(emulator.control_url + path, json=body)


async def test_port_tells_how_to_reach_the_api_and_what_happened() -> None:
    async with GeminiLiveEmulator() as emulator:
        assert await get(emulator, "/") == {"environment": emulator.environment, "runs": []}
        async with line(sdk(emulator)) as opened:
            await opened.ask("Begin.")
            await opened.until(lambda: opened.turns == 1)
        numbers = await get(emulator, "/runs/happy")
        assert isinstance(numbers, dict)
        assert (numbers["greetings"], numbers["connections"]) == (1, 1)
        log = await get(emulator, "/runs/happy/log")
        assert isinstance(log, list)
        kinds = [record["kind"] for record in log if isinstance(record, dict)]
        assert kinds[:4] == ["upgrade", "setup", "setup_complete", "client_content"]


async def test_port_evaluates_assertions() -> None:
    async with GeminiLiveEmulator() as emulator:
        async with line(sdk(emulator)) as opened:
            await opened.ask("Begin.")
            await opened.until(lambda: opened.turns == 1)
        good = await post(emulator, "/runs/happy/expect", {"greetings": 1, "audio_ms_max": 0})
        assert (good.status_code, good.json()) == (200, {"unmet": []})
        bad = await post(emulator, "/runs/happy/expect", {"greetings_min": 2, "nonsense": 1})
        assert bad.status_code == 409
        assert bad.json()["unmet"] == ["greetings_min: 1, not 2", "nonsense: there is no such number"]


async def test_port_injects_faults_and_speech() -> None:
    async with GeminiLiveEmulator() as emulator, line(sdk(emulator)) as opened:
        said = await post(emulator, "/inject", {"do": {"say": {"text": "Out of the blue."}}})
        assert said.json() == {"connections": 1}
        await opened.until(lambda: opened.turns == 1)
        assert opened.heard_text == "Out of the blue."
        await post(emulator, "/inject", {"run": "happy", "do": [{"go_away": "9s"}, {"close": {"code": 1012}}]})
        await opened.until(lambda: opened.ended)
        assert opened.go_aways[0].time_left == "9s"
        assert opened.ended is not None
        assert opened.ended.code == 1012


async def test_port_fires_a_labelled_step() -> None:
    scenario: Json = {"steps": [{"when": {"control": "now"}, "do": {"go_away": "1s"}}]}
    assert isinstance(scenario, dict)
    async with GeminiLiveEmulator(scenario) as emulator, line(sdk(emulator)) as opened:
        await post(emulator, "/fire", {"label": "later"})
        await post(emulator, "/fire", {"label": "now"})
        await opened.until(lambda: opened.go_aways)


async def test_port_chooses_what_comes_next() -> None:
    async with GeminiLiveEmulator() as emulator:
        client = sdk(emulator)
        await post(emulator, "/next", {"scenario": "transcripts_missing"})
        async with line(client) as opened:
            await opened.ask("Begin.")
        await post(emulator, "/next", {"connect": {"first_message": {"goAway": {}}}})
        async with line(client) as opened:
            assert opened.session.setup_complete is None
        assert list(emulator.book.runs) == ["transcripts_missing"]


async def test_port_teaches_what_the_candidate_says() -> None:
    async with GeminiLiveEmulator() as emulator, line(sdk(emulator)) as opened:
        await post(emulator, "/answers", {"7": "My seventh answer"})
        await opened.answer(7, "My seventh answer")
        await opened.until(lambda: opened.recognised_text == " My seventh answer")


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/inject", {"do": "explode"}, 400),
        ("/next", {"scenario": "nothing"}, 400),
        ("/nowhere", {}, 404),
        ("/runs/nobody/expect", {}, 404),
    ],
)
async def test_wrong_request_is_told_so(path: str, body: Json, status: int) -> None:
    async with GeminiLiveEmulator() as emulator:
        assert (await post(emulator, path, body)).status_code == status


async def test_scenario_and_run_can_be_chosen_by_the_key() -> None:
    async with GeminiLiveEmulator() as emulator:
        async with line(sdk(emulator, key="emu:mid_1012:ada")) as opened:
            await opened.ask("Begin.")
            await opened.until(lambda: opened.turns == 1)
        assert emulator.book.runs["ada"].scenario.name == "mid_1012"


async def test_log_files_hold_every_record_and_no_sound(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("logs")
    async with GeminiLiveEmulator(log_dir=folder) as emulator:
        async with line(sdk(emulator)) as opened:
            await opened.ask("Begin.")
            await opened.until(lambda: opened.turns == 1)
            await opened.answer(0, "an answer in a few words")
        await emulator.received.until(lambda record: record.kind == "ended")
    lines = (folder / "happy.jsonl").read_text().splitlines()
    assert len(lines) == len(emulator.received)
    assert max(len(entry) for entry in lines) < 2000
