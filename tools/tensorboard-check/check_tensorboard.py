"""Reads a run's event files with TensorBoard's own reader and compares them with the run's log.

Ends with code 1 if a number is missing or differs by more than float32 rounding, or the images are not those of the epochs
that were chosen.
"""

import json
import struct
import sys
from pathlib import Path

import numpy as np
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator


def flat(terms: dict, prefix: str) -> dict[str, float]:
    numbers: dict[str, float] = {}
    for name, value in terms.items():
        tag = f"{prefix}/{name}"
        numbers.update(flat(value, tag) if isinstance(value, dict) else {tag: value})
    return numbers


def expected(log: list[dict]) -> dict[str, dict[int, float]]:
    """Numbers by tag and step."""
    tags: dict[str, dict[int, float]] = {}
    for entry in log:
        numbers = flat(entry["terms"], entry["kind"])
        numbers.update(flat(entry.get("validation", {}), "validation"))
        for tag, value in numbers.items():
            tags.setdefault(tag, {})[entry["step"]] = value
    return tags


def main(folder: Path) -> None:
    log = json.loads((folder / "log.json").read_text())
    events = EventAccumulator(str(folder), size_guidance={"scalars": 0, "images": 0})
    events.Reload()
    wanted = expected(log)
    assert set(events.Tags()["scalars"]) == set(wanted), (events.Tags()["scalars"], sorted(wanted))
    for tag, values in wanted.items():
        found = {event.step: event.value for event in events.Scalars(tag)}
        assert found.keys() == values.keys(), (tag, found, values)
        for step, value in values.items():
            assert found[step] == np.float32(value), (tag, step, found[step], value)
    assert events.Tags()["images"] == ["images/image"], events.Tags()["images"]
    images = {event.step: event for event in events.Images("images/image")}
    # Epochs 0 and 2 of two steps each: one generation of 6 x 5 pixels, then three in a grid of two columns.
    assert sorted(images) == [2, 6], sorted(images)
    for step, height, width in [(2, 6, 5), (6, 12, 10)]:
        event = images[step]
        assert (event.height, event.width) == (height, width), (event.height, event.width)
        signature, size = event.encoded_image_string[:8], event.encoded_image_string[16:24]
        assert signature == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", size) == (width, height)
    numbers = sum(len(values) for values in wanted.values())
    print(f"ok     {numbers} numbers under {len(wanted)} tags, {len(images)} images")


main(Path(sys.argv[1]))
