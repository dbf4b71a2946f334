"""Found elements → one draft table: records joined with their metadata, plus the ready rows."""

from __future__ import annotations

import polars as pl

from spotter.intake.apple_health.beats import beats_json
from spotter.intake.apple_health.found import BEATS, ENTRIES, MADE, READ, RECORDS, DraftRow, Found
from spotter.intake.apple_health.texts import named, read
from spotter.intake.drafts import compact

TIME_ZONE_KEY = "HKTimeZone"
# Bookkeeping of the vendor's synchronisation: unique per record, of no meaning to a body.
NOISE = ("HKMetadataKeySyncIdentifier", "HKMetadataKeySyncVersion")
_NEEDS_ESCAPE = r'["\\\x00-\x1f]'


def assemble(found: Found) -> pl.DataFrame:
    """Return the draft rows of `found`, in file order."""
    records = pl.concat(found.records) if found.records else pl.DataFrame(schema=READ)
    draft = _with_metadata(records, found)
    if found.ready:
        draft = pl.concat([draft, ready_rows(found.ready)])
    return draft if draft["order"].is_sorted() else draft.sort("order", maintain_order=True)


def ready_rows(rows: list[DraftRow]) -> pl.DataFrame:
    """Return rows made one by one as a draft table."""
    schema = pl.Schema({**RECORDS, **MADE})
    columns = {name: [row.get(name) for row in rows] for name in schema.names()}
    return read(named(pl.DataFrame(columns, schema=schema))).select(*READ, *MADE)


def _with_metadata(records: pl.DataFrame, found: Found) -> pl.DataFrame:
    entries = pl.concat(found.entries) if found.entries else pl.DataFrame(schema=ENTRIES)
    beats = pl.concat(found.beats) if found.beats else pl.DataFrame(schema=BEATS)
    entries = entries.filter(~pl.col("key").is_in(NOISE))
    if entries.is_empty() and beats.is_empty():
        empty = pl.lit(None, dtype=pl.String)
        return records.with_columns(text=empty, zone=empty, metadata=empty)
    is_zone = pl.col("key") == TIME_ZONE_KEY
    zones = entries.filter(is_zone).unique("order", keep="first").select("order", zone="value")
    joined = _joined(records, zones, "zone")
    joined = _joined(joined, _entries_json(entries.filter(~is_zone)), "entries")
    joined = _joined(joined, beats_json(beats), "beats")
    return joined.with_columns(
        text=pl.lit(None, dtype=pl.String), metadata=_metadata_json()
    ).select(*READ, *MADE)


def _joined(records: pl.DataFrame, parts: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return `records` with the column `name` of `parts`, which have one row an `order` at most."""
    if parts.is_empty():  # most stretches have but one sort of part
        return records.with_columns(pl.lit(None, dtype=pl.String).alias(name))
    return records.join(parts, on="order", how="left", maintain_order="left")


def _metadata_json() -> pl.Expr:
    """Return `{"entries":{…},"beats":{…}}` with the parts that are there, null for none."""
    entries = pl.concat_str(pl.lit('"entries":{'), "entries", pl.lit("}"))
    beats = pl.concat_str(pl.lit('"beats":'), "beats")
    body = pl.concat_str(entries, beats, separator=",", ignore_nulls=True)
    some = pl.col("entries").is_not_null() | pl.col("beats").is_not_null()
    return pl.when(some).then(pl.concat_str(pl.lit("{"), body, pl.lit("}")))


def _entries_json(entries: pl.DataFrame) -> pl.DataFrame:
    pair = pl.concat_str(_quoted(entries["key"]), _quoted(entries["value"]), separator=":")
    pairs = entries.select("order", entries=pair)
    if bool((entries["order"].diff() > 0).all()):  # one entry a record, as heart rate has
        return pairs
    return pairs.group_by("order", maintain_order=True).agg(pl.col("entries").str.join(","))


def _quoted(column: pl.Series) -> pl.Series:
    plain = '"' + column.fill_null("") + '"'
    special = column.filter(column.str.contains(_NEEDS_ESCAPE)).unique()
    if special.is_empty():
        return plain
    quoted = pl.Series([compact(text) for text in special])
    return plain.replace('"' + special + '"', quoted)
