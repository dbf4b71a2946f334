"""One device is one device in every export, whatever its pointer, version or spelling."""

from __future__ import annotations

import pytest

from spotter.intake.apple_health.names import device_name, source_name


def test_a_source_name_loses_its_no_break_spaces() -> None:
    assert source_name("Alex’s Apple\u00a0Watch ") == "Alex’s Apple Watch"


def test_composed_and_decomposed_names_are_one() -> None:
    assert source_name("Zoe\u0308") == source_name("Zo\u00eb")


WATCH = (
    "<<HKDevice: 0x533ad2350>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, "
    "hardware:Watch6,7, software:9.6.3>"
)


@pytest.mark.parametrize(
    ("exported", "name"),
    [
        (WATCH, "watch Watch6,7"),
        (WATCH.replace("0x533ad2350", "0x1"), "watch Watch6,7"),
        (WATCH.replace("9.6.3", "10.1"), "watch Watch6,7"),
        (
            "<<HKDevice: 0x1>, name:iPhone, manufacturer:Apple Inc., model:iPhone, "
            "hardware:iPhone10,4, software:12.3>",
            "phone iPhone10,4",
        ),
        (
            "<<HKDevice: 0x1>, name:H10 1234, manufacturer:Polar, model:H10>",
            "other Polar H10 1234",
        ),
        ("<<HKDevice: Apple Watch Ultra>>", "watch Apple Watch Ultra"),
        ("<<HKDevice: 0x987654321>>", ""),
        ("", ""),
    ],
)
def test_a_device_is_its_class_and_its_model(exported: str, name: str) -> None:
    assert device_name(exported) == name
