"""Rules hidden at random while a text is labelled, so that the model learns furniture of which no rule speaks."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch
from zlib import crc32

from onrecord.clean import head, label, lists, rules, tail


@contextmanager
def hidden(share: float, draw: random.Random) -> Iterator[None]:
    """While this lasts, about `share` of rules, buttons, headings and passes over runs is off."""
    salt = draw.randrange(1 << 30)

    def off(key: str) -> bool:
        return crc32(f"{salt}{key}".encode()) % 1000 < share * 1000

    def match(*args: object, **how: bool) -> rules.Rule | None:
        rule = rules.match(*args, **how)  # type: ignore[arg-type]
        return None if rule and off(rule.name) else rule

    def unless(test: Callable[[str], bool]) -> Callable[[str], bool]:
        return lambda line: test(line) and not off(line.casefold())

    with ExitStack() as stack:
        for room in (label, head, lists, tail):
            stack.enter_context(patch.object(room, "match", match))
        for room in (label, lists):
            stack.enter_context(patch.object(room, "is_related_heading", unless(rules.is_related_heading)))
        stack.enter_context(patch.object(label, "is_button_bar", unless(rules.is_button_bar)))
        for room, name in ((tail, "_closed"), (tail, "_loose_headlines"), (lists, "between"), (lists, "bars")):
            if off(name):
                stack.enter_context(patch.object(room, name, lambda *_: None))
        yield
