"""Two hundred hostile updates through the whole bot; `python -m benchmarks.flood` sends ten thousand."""

from __future__ import annotations

import random
from pathlib import Path

from tests.bot.channels.answering import TOO_OLD
from tests.bot.channels.bot_api import BotApi
from tests.bot.channels.flooded import Flooded
from tests.bot.channels.hostile import hostile
from tests.bot.desk import database


def test_hostile_updates_do_no_harm(tmp_path: Path) -> None:
    chance = random.Random(20_260_102)
    with BotApi() as api, Flooded(api, tmp_path, database()) as bot:
        bot.take(hostile(api, chance) for _ in range(200))
        assert bot.failures() == 0
        assert not [one for one in api.refused if TOO_OLD not in one[1]]
        api.say("川汇区卫健委2024年许可多少", chat=4242)
        api.wait(lambda: api.texts(4242))
        said = bot.end()
    assert "2906" in api.texts(4242)[0].replace(",", "")
    assert "ERROR" not in said and "CRITICAL" not in said and "Traceback" not in said, said[-2000:]
    assert len(api.shown) > 60
