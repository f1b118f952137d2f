"""Which colours mean what, on light paper and on dark?"""

from __future__ import annotations

from types import MappingProxyType

PALETTE = MappingProxyType(
    {
        "good": ("#1a6aa6", "#6cb6ea"),
        "bad": ("#b04a05", "#f59a5b"),
        "undecided": ("#66707a", "#9fa9b4"),
        "good_soft": ("#8fbfe0", "#2c608a"),
        "bad_soft": ("#f0b07c", "#854a1e"),
        "neutral": ("#d5dbe1", "#46505a"),
        "ink": ("#1b1f24", "#e8ecf0"),
        "muted": ("#57606a", "#adb6c0"),
        "axis": ("#848d97", "#7d8792"),
        "grid": ("#e1e6eb", "#2a323a"),
        "band": ("#f3f5f7", "#1d232a"),
        "paper": ("#ffffff", "#14181d"),
        "shade_1": ("#e4eff7", "#1f3546"),
        "shade_2": ("#b9d7ec", "#24506f"),
        "shade_3": ("#74b0d9", "#2a6796"),
    }
)
"""Each colour by name: (light, dark). No two share a light value."""
