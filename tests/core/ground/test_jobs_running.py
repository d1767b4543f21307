"""Jobs: at least once, whatever dies in between (REL-4)."""

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from shutil import which

import pytest
from flask import Flask, current_app
from toy_plugin import jobs as toy_jobs
from toy_plugin.models import Toy

from ovkk_core.clock import frozen, now
from ovkk_core.config import Settings
from ovkk_core.database import connected, transaction
from ovkk_core.errors import BadInputError
from ovkk_core.history import actor
from ovkk_core.jobs import Job, JobState, enqueue, open_queue, run_due, running, take_up_abandoned, tick, waking
from ovkk_core.registry import Fault, registry, switch
from tests.conftest import TOY, environment
from tests.serving import free_port

WORKER = """
import sys
from ovkk_core.app import create_app
from ovkk_core.config import from_environment
from ovkk_core.jobs import run_worker
settings = from_environment()
with create_app(settings).app_context():
    run_worker(settings, workers=1)
"""


@pytest.fixture
def toy(database: None) -> Iterator[None]:
    """Switch the toy plugin on, and leave no queue behind."""
    switch("toy", True)
    yield
    if waking.queue is not None:
        waking.queue.storage.close()
    waking.queue = waking.look = None


def replace(monkeypatch: pytest.MonkeyPatch, work: Callable[..., object]) -> None:
    """Let the job ``toy.make`` do ``work``."""
    specs = running.specs()
    room, spec = specs["toy.make"]
    changed = specs | {"toy.make": (room, type(spec)(spec.name, spec.title, work))}
    monkeypatch.setattr(running, "specs", lambda: changed)


def until(condition: Callable[[], object], seconds: float = 30) -> bool:
    """Wait until ``condition`` holds; say whether it came to that."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if condition():
            return True
        time.sleep(0.05)
    return False


def worker(settings: Settings, queue_url: str = "", program: str = WORKER) -> subprocess.Popen[str]:
    """Start a real worker process."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OVKK_")}
    variables = clean | environment(settings.data_dir, settings.database_url) | {"PYTHONPATH": TOY}
    more = {"OVKK_QUEUE_URL": queue_url} if queue_url else {}
    return subprocess.Popen([sys.executable, "-c", program], env=variables | more, stderr=subprocess.DEVNULL, text=True)


def stop(process: subprocess.Popen[str], how: int = signal.SIGINT) -> None:
    """Stop a process and wait for its end."""
    process.send_signal(how)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.mark.usefixtures("toy")
def test_job_runs_once_as_itself_and_in_a_context_of_its_own(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, bool]] = []
    replace(monkeypatch, lambda: seen.append((actor(), current_app._get_current_object() is app)))
    enqueue("toy.make")
    assert (run_due(), run_due(), seen) == (1, 0, [("job:toy.make", True)])
    assert Job.get().state is JobState.DONE


@pytest.mark.usefixtures("toy")
def test_rel_4_job_enqueued_in_a_transaction_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[str] = []
    monkeypatch.setattr(waking, "look", lambda: woken.append("wakker"))

    def work() -> None:
        with transaction():
            enqueue("toy.make")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work()
    assert (Job.select().count(), woken) == (0, [])


@pytest.mark.usefixtures("toy")
def test_many_jobs_of_one_transaction_wake_the_workers_once(monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[str] = []
    monkeypatch.setattr(waking, "look", lambda: woken.append("wakker"))
    with transaction():
        for number in range(50):
            enqueue("toy.make", title=f"nummer {number}")
        assert woken == []
    assert (Job.select().count(), woken) == (50, ["wakker"])


@pytest.mark.usefixtures("toy")
def test_same_key_is_enqueued_once_and_an_undeclared_job_not_at_all() -> None:
    for _ in range(2):
        enqueue("toy.make", key="eenmaal")
    assert Job.select().count() == 1
    with pytest.raises(KeyError):
        enqueue("toy.nothing")


@pytest.mark.usefixtures("toy")
def test_job_waits_for_its_time_and_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    replace(monkeypatch, lambda title: order.append(title))
    enqueue("toy.make", due_at=now() + timedelta(hours=1), title="later")
    enqueue("toy.make", due_at=now() - timedelta(hours=1), title="oudste")
    enqueue("toy.make", title="nu")
    assert (run_due(), order) == (2, ["oudste", "nu"])


@pytest.mark.usefixtures("toy")
def test_rel_5_job_of_a_plugin_that_is_off_waits_until_it_is_on() -> None:
    enqueue("toy.make")
    switch("toy", False)
    assert (run_due(), Job.get().state) == (0, JobState.QUEUED)
    switch("toy", True)
    assert (run_due(), Job.get().state) == (1, JobState.DONE)


@pytest.mark.usefixtures("toy")
def test_rel_5_plugin_switched_off_between_two_jobs_does_not_run_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    replace(monkeypatch, lambda: switch("toy", False))
    enqueue("toy.make")
    enqueue("toy.make")
    assert run_due() == 1
    assert Job.select().where(Job.state == JobState.QUEUED).count() == 1


@pytest.mark.usefixtures("toy")
def test_rel_4_failing_job_is_tried_later_and_later_and_then_left_to_a_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> None:
        raise BadInputError("De printer is leeg. Vul papier bij.")

    replace(monkeypatch, fail)
    enqueue("toy.make")
    waits = []
    for _ in range(running.ATTEMPTS):
        due = Job.get().due_at
        with frozen(max(due, now()) + timedelta(seconds=1)):
            assert run_due() == 1
            waits.append((Job.get().due_at - now()).total_seconds())
    assert Job.get().state is JobState.DEAD
    assert Job.get().last_error == "De printer is leeg. Vul papier bij."
    assert 24 <= waits[0] <= 36
    assert waits[1] > waits[0] * 2
    assert max(waits) <= 14_400 * 1.2
    assert Fault.get(plugin="toy", hook="job toy.make").paused is False
    assert run_due() == 0


@pytest.mark.usefixtures("toy")
def test_rel_4_job_of_a_dead_worker_is_taken_up_when_the_lease_has_passed() -> None:
    enqueue("toy.make")
    Job.update(state=JobState.CLAIMED, attempts=1, lease_until=now() + running.LEASE).execute()
    assert (take_up_abandoned(), run_due()) == (0, 0)
    with frozen(now() + running.LEASE + timedelta(seconds=1)):
        assert run_due() == 1
    assert Job.get().state is JobState.DONE


@pytest.mark.usefixtures("toy")
def test_rel_4_job_that_kills_every_worker_is_left_to_a_person() -> None:
    enqueue("toy.make")
    Job.update(state=JobState.CLAIMED, attempts=running.ATTEMPTS, lease_until=now() - timedelta(1)).execute()
    assert (take_up_abandoned(), run_due()) == (0, 0)
    assert (Job.get().state, "werker stopte" in Job.get().last_error) == (JobState.DEAD, True)


@pytest.mark.usefixtures("toy")
def test_rel_4_lease_is_renewed_while_the_job_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "LEASE", timedelta(seconds=0.6))
    taken: list[int] = []

    def slow() -> None:
        for _ in range(6):
            time.sleep(0.25)
            taken.append(take_up_abandoned())

    replace(monkeypatch, slow)
    enqueue("toy.make")
    assert (run_due(), taken) == (1, [0] * 6)


@pytest.mark.usefixtures("toy")
def test_rel_4_two_workers_run_no_job_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    replace(monkeypatch, lambda title: ran.append(title))
    for number in range(20):
        enqueue("toy.make", title=str(number))
    threads = [threading.Thread(target=run_due) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ran, key=int) == [str(number) for number in range(20)]


@pytest.mark.usefixtures("toy")
def test_done_jobs_are_forgotten_after_a_month_and_the_others_kept() -> None:
    enqueue("toy.make")
    run_due()
    enqueue("toy.make")
    with frozen(now() + running.KEEP + timedelta(days=1)):
        tick()
    assert [job.state for job in Job.select().where(Job.name == "toy.make")] == [JobState.QUEUED]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # huey leaves its listener to the GC
@pytest.mark.usefixtures("toy")
def test_queue_of_the_installation_wakes_a_consumer_that_runs_the_job(settings: Settings) -> None:
    """SQLite's queue in one run of the suite, PostgreSQL's in the other."""
    consumer = open_queue(settings).create_consumer(workers=1, periodic=False, max_delay=0.2)
    consumer.start()
    try:
        enqueue("toy.make", title="van de consument")
        assert until(lambda: Toy.select().where(Toy.title == "van de consument").exists())
    finally:
        consumer.stop(graceful=True)
        gc.collect()


@pytest.mark.usefixtures("toy")
def test_rel_4_job_of_a_killed_worker_is_taken_up_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A real process, a real kill -9 in the middle of the job."""
    hang = WORKER.replace(  # only ours: a periodic job of this minute must not keep both threads from it
        "    run_worker",
        "    import time\n"
        "    from ovkk_core.jobs import running\n"
        "    running._perform = lambda job, spec: time.sleep(60) if job.name == 'toy.make' else None\n"
        "    run_worker",
    )
    enqueue("toy.make", title="na de moord")
    process = worker(settings, program=hang)
    try:
        assert until(lambda: Job.get(name="toy.make").state is JobState.CLAIMED)
    finally:
        process.kill()
        process.wait()
    with frozen(now() + running.LEASE + timedelta(seconds=1)):
        assert run_due() >= 1
    job = Job.get(name="toy.make")
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert Toy.select().where(Toy.title == "na de moord").count() == 1


@pytest.mark.usefixtures("toy")
def test_worker_process_does_what_waits_and_stops_on_request(settings: Settings) -> None:
    enqueue("toy.make", title="van het proces")
    process = worker(settings)
    try:
        assert until(lambda: Toy.select().where(Toy.title == "van het proces").exists())
    finally:
        stop(process)
    assert process.returncode == 0


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Give a function that starts redis-server on a free loopback port (``OVKK_QUEUE_URL`` in ``.url``)."""
    if which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    port = free_port()
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        line = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
        started.append(subprocess.Popen(line, stdout=subprocess.DEVNULL))
        assert until(lambda: _listens(port))
        return started[-1]

    start.url = f"redis://127.0.0.1:{port}/0"  # type: ignore[attr-defined]
    yield start
    for process in started:
        process.kill()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.usefixtures("toy")
def test_rel_4_nothing_is_lost_when_redis_is_killed_in_between(settings: Settings, redis) -> None:
    from dataclasses import replace as replaced

    server = redis()
    queue = open_queue(replaced(settings, queue_url=redis.url))
    process = worker(settings, redis.url)
    try:
        enqueue("toy.make", title="met redis")
        assert until(lambda: Toy.select().where(Toy.title == "met redis").exists())
        server.kill()
        server.wait()
        began = time.monotonic()
        enqueue("toy.make", title="zonder redis")
        assert time.monotonic() - began < 5
        assert Job.select().where(Job.name == "toy.make", Job.state != JobState.DONE).count() == 1
        redis()
        enqueue("toy.make", title="redis terug")
        wanted = ["met redis", "redis terug", "zonder redis"]
        made = Toy.select(Toy.title).where(Toy.kind == "speelgoed").order_by(Toy.title)
        assert until(lambda: [toy.title for toy in made.clone()] == wanted, 90)
    finally:
        stop(process)
        queue.storage.conn.close()
        queue.storage.pool.disconnect()
        waking.queue = None


@pytest.mark.usefixtures("toy")
def test_rel_4_worker_looks_every_minute_without_any_queue(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from ovkk_core.jobs import worker as working

    stopping = threading.Event()
    waits: list[float] = []
    monkeypatch.setattr(stopping, "wait", lambda seconds: waits.append(seconds) or len(waits) == 3)
    monkeypatch.setattr(waking, "look", lambda: (_ for _ in ()).throw(ConnectionError("geen redis")))
    enqueue("toy.make", title="zonder wachtrij")
    thread = threading.Thread(target=working._every_minute, args=(stopping,))
    thread.start()
    thread.join()
    assert Toy.select().where(Toy.title == "zonder wachtrij").exists()
    assert all(0 < seconds <= 60 for seconds in waits)


def test_toy_job_is_harmless_twice(database: None) -> None:
    switch("toy", True)
    for _ in range(2):
        toy_jobs.make_toy("eenmaal")
    assert Toy.select().where(Toy.title == "eenmaal").count() == 1
    with connected():
        assert registry.is_on("toy")
