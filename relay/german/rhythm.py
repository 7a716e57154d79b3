"""German for what is said of adaptive polling; see `relay.german`."""

from __future__ import annotations

RHYTHM = {
    # keys/rhythm.py
    "{key} needs adaptive = true, here or in [fetch]": "{key} setzt adaptive = true voraus, hier oder in [fetch]",
    "this is longer than interval, the mean ({span})": ("das ist länger als interval, der mittlere Abstand ({span})"),
    "this is shorter than interval, the mean ({span})": ("das ist kürzer als interval, der mittlere Abstand ({span})"),
}
