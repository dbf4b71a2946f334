"""The door of the server: taken by one, and clear about it when it is taken."""

from __future__ import annotations

import ipaddress

import pytest

from spotter.cli.serve import PortTaken, address_outside, listen


def test_a_free_port_is_listened_on() -> None:
    with listen("127.0.0.1", 0) as door:
        assert door.getsockname()[1] > 0


def test_a_port_in_use_is_said_with_the_way_out() -> None:
    with listen("127.0.0.1", 0) as door:
        port = door.getsockname()[1]
        with pytest.raises(PortTaken, match=f"127.0.0.1:{port}.*SPOTTER_PORT={port + 1}"):
            listen("127.0.0.1", port)


def test_a_port_left_by_a_server_that_just_ended_can_be_taken_at_once() -> None:
    door = listen("127.0.0.1", 0)
    port = door.getsockname()[1]
    door.close()
    listen("127.0.0.1", port).close()


def test_the_address_for_other_machines_is_one_that_can_be_opened() -> None:
    seen = address_outside()
    assert seen is None or not ipaddress.ip_address(seen).is_unspecified
