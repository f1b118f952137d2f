"""Which names may a study and its waves have, as they become folders and files?"""

from __future__ import annotations

FILE_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,40}$"
