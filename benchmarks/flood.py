"""Ten thousand random and hostile messages and updates through the whole bot: nothing unanswered, no failure, no growth.

    .venv/bin/python -m benchmarks.flood [UPDATES] [SEED]

The bot runs as its own process over a small database, the real desk inside; updates come by real HTTP. The first fifth warms
it up; after that it may grow by 10 MB. The same seed gives the same flood.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.bot.channels.answering import TOO_OLD
from tests.bot.channels.bot_api import BotApi
from tests.bot.channels.flooded import Flooded
from tests.bot.channels.hostile import hostile
from tests.bot.desk import database

BAR = 10.0
"""Megabytes."""


def main() -> int:
    updates = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20_260_102
    chance = random.Random(seed)
    with BotApi() as api, tempfile.TemporaryDirectory() as state, Flooded(api, Path(state), database()) as bot:
        began = time.perf_counter()
        bot.take(hostile(api, chance) for _ in range(updates // 5))
        warm = bot.megabytes()
        bot.take(hostile(api, chance) for _ in range(updates - updates // 5))
        grown, seconds = bot.megabytes() - warm, time.perf_counter() - began
        failures, refused = bot.failures(), [one for one in api.refused if TOO_OLD not in one[1]]
        said = bot.end()
    print(f"{updates} hostile updates, seed {seed}: {updates / seconds:.0f} a second, {len(api.shown)} answers")
    print(f"  failures {failures}, lines of ERROR {said.count('ERROR')}, calls that the server refused {len(refused)}")
    print(
        f"  grown by {grown:.1f} MB from {warm:.0f} MB after the warm-up (bar {BAR:.0f}: {'held' if grown < BAR else 'MISSED'})"
    )
    for line in [line for line in said.splitlines() if "ERROR" in line][:10] + [str(one) for one in refused[:10]]:
        print(f"  {line[:200]}")
    return int(failures > 0 or "ERROR" in said or grown >= BAR or bool(refused))


if __name__ == "__main__":
    sys.exit(main())
