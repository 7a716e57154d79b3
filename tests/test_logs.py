"""The log is one line an event on stderr, in the form that its reader wants, and never holds a token."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.logs import Redacting, masked, set_up

TOKEN = "123456789:AAExampleExampleExampleExampleExample"


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, put back afterwards as pytest made it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield root
    root.handlers[:] = handlers
    root.setLevel(level)


def record(message: str, *args: object, level: int = logging.INFO) -> logging.LogRecord:
    return logging.LogRecord("relay.test", level, __file__, 1, message, args, None)


@pytest.mark.parametrize(
    "said",
    [
        TOKEN,
        f"https://api.telegram.org/bot{TOKEN}/sendMessage",
        f"https://api.telegram.org/bot{TOKEN.replace(':', '%3A')}/sendMessage",
        f"https://api.telegram.org/file/bot{TOKEN.replace(':', '%3a')}/x.jpg",
        f"token='{TOKEN}'",
        f"x{TOKEN}",
    ],
)
def test_a_token_is_left_out_wherever_it_stands(said: str) -> None:
    assert "AAExample" not in masked(said)
    assert "<token>" in masked(said)


@settings(deadline=None)
@given(st.integers(10**7, 10**11), st.text("ABCabc0123456789_-", min_size=30, max_size=40), st.text(), st.text())
def test_no_token_survives_whatever_stands_around_it(bot: int, secret: str, before: str, after: str) -> None:
    assert f"{bot}:{secret}" not in masked(f"{before}{bot}:{secret}{after}")


def test_times_addresses_and_chats_are_kept() -> None:
    said = "10:30:00 http://127.0.0.1:8080/presse -1001234567890: posted, urn:uuid:12345:x"
    assert masked(said) == said


def test_long_numbers_and_names_take_no_long_time() -> None:
    """Were it by the square of their length, this would take hours."""
    for said in ("1" * 1_000_000, "12345:" * 200_000, "A_-9" * 250_000):
        assert masked(said) == said


def test_a_token_in_an_argument_is_left_out() -> None:
    line = Redacting(journal=False).format(record("asked %s", f"/bot{TOKEN}/getMe"))
    assert line.endswith("INFO    asked /bot<token>/getMe")


def test_a_token_in_a_traceback_is_left_out() -> None:
    try:
        int(f"/bot{TOKEN}/getMe")
    except ValueError:
        failed = logging.LogRecord("relay", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    told = Redacting(journal=False).format(failed)
    assert "invalid literal" in told
    assert "AAExample" not in told


def test_the_journal_gets_each_line_with_its_priority() -> None:
    """As sd-daemon(3) describes it; the time the journal knows itself."""
    form = Redacting(journal=True)
    assert form.format(record("one\ntwo", level=logging.ERROR)) == "<3>one\n<3>two"
    assert form.format(record("well")) == "<6>well"
    assert form.format(record("hm", level=logging.WARNING)) == "<4>hm"
    assert form.format(record("x", level=logging.DEBUG)) == "<7>x"


def test_the_log_goes_to_stderr(root: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(environ={})
    logging.getLogger("relay.poller").info("presse: 3 new")
    logging.getLogger("relay.poller").debug("details")
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("INFO    presse: 3 new\n")


def test_verbose_logs_more(root: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(verbose=True, environ={})
    logging.getLogger("relay.poller").debug("details")
    assert "details" in capsys.readouterr().err


def test_under_systemd_the_log_has_the_form_of_the_journal(
    root: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(environ={"JOURNAL_STREAM": "8:12345"})
    logging.getLogger("relay").warning("presse: fails")
    assert capsys.readouterr().err == "<4>presse: fails\n"


def test_libraries_do_not_tell_of_their_daily_work(root: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(environ={})
    logging.getLogger("apscheduler.scheduler").info("Running job")
    logging.getLogger("aiogram.event").info("Update handled")
    logging.getLogger("apscheduler.scheduler").warning("missed")
    assert capsys.readouterr().err.count("\n") == 1
