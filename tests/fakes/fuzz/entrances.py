"""All entrances for foreign bytes."""

from __future__ import annotations

from tests.fakes.fuzz.chats import CHATS
from tests.fakes.fuzz.documents import DOCUMENTS
from tests.fakes.fuzz.entrance import Entrance
from tests.fakes.fuzz.programs import PROGRAMS

ENTRANCES: tuple[Entrance, ...] = (*DOCUMENTS, *CHATS, *PROGRAMS)
