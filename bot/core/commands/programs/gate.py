"""Admits programs: each has a token, and a maximum number of requests a minute."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest

from bot.core.commands.programs.program_errors import ErrorCode, ProgramError
from bot.core.domain.programs import Interface, Program
from bot.core.ports.services import Clock, ConfigurationSource

WINDOW = timedelta(minutes=1)

PER_MINUTE = 60
"""The number of requests that one program may make within the window."""


class ProgramGate:
    """Finds the program of a token, and counts its requests.

    ``tokens`` maps the ids of programs to their tokens. A program that is no longer in
    the configuration has no access.
    """

    def __init__(
        self,
        clock: Clock,
        configuration: ConfigurationSource,
        tokens: Mapping[str, str],
        *,
        per_minute: int = PER_MINUTE,
    ) -> None:
        self._clock = clock
        self._configuration = configuration
        self._tokens = {id_: _digest(token) for id_, token in tokens.items()}
        self._per_minute = per_minute
        self._requests: dict[str, deque[datetime]] = {id_: deque() for id_ in tokens}

    async def admit(self, token: str, interface: Interface) -> Program:
        """Return the program with this token, and count one request.

        Raises:
            ProgramError: the token is not valid, the program may not use ``interface``,
                or it asks too often.
        """
        program = await self.identify(token)
        if interface not in program.interfaces:
            problem = f"this token may not use the interface {interface}: ask the operator of the bot to allow it"
            raise ProgramError(ErrorCode.FORBIDDEN, problem)
        self._count(program.id)
        return program

    async def identify(self, token: str) -> Program:
        """Return the program with this token.

        Raises:
            ProgramError: the token is not valid.
        """
        digest = _digest(token)
        # All tokens are compared, so that the time taken does not depend on them.
        same = [id_ for id_, own in self._tokens.items() if compare_digest(own, digest)]
        return await self.current(same[0] if same else "")

    async def current(self, id_: str) -> Program:
        """Return the program with this id, with what it may read at present.

        Raises:
            ProgramError: the program is not in the configuration.
        """
        access = (await self._configuration.current()).programs
        program = access.program(id_) if access else None
        if program is None:
            problem = (
                "send a valid token in the header Authorization, after the word Bearer"
            )
            raise ProgramError(ErrorCode.UNAUTHORIZED, problem)
        return program

    async def home(self) -> str:
        """Return the address under which programs reach Sitrep.

        It is "" if the configuration has no interfaces for programs.
        """
        access = (await self._configuration.current()).programs
        return access.url if access else ""

    def _count(self, program: str) -> None:
        now, requests = self._clock.now(), self._requests[program]
        while requests and requests[0] <= now - WINDOW:
            requests.popleft()
        if len(requests) >= self._per_minute:
            problem = f"this program sent more than {self._per_minute} requests within a minute: wait a minute"
            wait = requests[0] + WINDOW - now
            raise ProgramError(ErrorCode.TOO_MANY_REQUESTS, problem, wait=wait)
        requests.append(now)


def _digest(token: str) -> bytes:
    """Return the hash of a token.

    Hashes have the same length, so that comparing them takes the same time for all
    tokens.
    """
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
