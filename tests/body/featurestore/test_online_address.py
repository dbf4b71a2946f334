"""A Redis is named by its URL, as everybody writes it, and told to Feast as Feast has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from feast.infra.online_stores.redis import RedisOnlineStore

from spotter.body.featurestore.address import check_url, online_config, redis_options


@pytest.mark.parametrize(
    ("url", "host", "port", "told"),
    [
        ("redis://10.0.0.7", "10.0.0.7", "6379", {"db": 0}),
        ("redis://cache:6380/3", "cache", "6380", {"db": 3}),
        (
            "rediss://me:s%40crt%3D1@cache:1/0",
            "cache",
            "1",
            {"db": 0, "ssl": True, "username": "me", "password": "s@crt=1"},
        ),
        ("redis://:1234@cache", "cache", "6379", {"db": 0, "password": "1234"}),
    ],
)
def test_feast_reads_what_the_url_says(
    url: str, host: str, port: str, told: dict[str, object]
) -> None:
    config = online_config(check_url(url), Path("unused"))
    nodes, params = RedisOnlineStore._parse_connection_string(str(config["connection_string"]))
    assert nodes == [{"host": host, "port": port}]
    assert params.pop("socket_connect_timeout") <= params.pop("socket_timeout") <= 2
    assert params == told
    ours = redis_options(check_url(url))
    assert (ours["host"], str(ours["port"])) == (host, port)
    assert ours.items() >= told.items()


@pytest.mark.parametrize(
    "url", ["localhost:6379", "http://cache", "redis://", "redis://cache/x", "redis://:a,b@cache"]
)
def test_what_is_no_redis_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must"):
        check_url(url)


def test_no_url_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    assert online_config("", tmp_path)["path"] == str(tmp_path / "online.db")
