"""``kg gazetteer``: compile the public lists of a data folder into the tables of ``ontology/gazetteer/``.

The data folder holds ``gazetteer/`` (areas, companies, institutions) and ``text/`` (official documents, which tell the
names that are common words). Tables written by hand are read, never written: ``bodies`` and all terms but ``zones``.
"""

from __future__ import annotations

from pathlib import Path

from kg.learn.areas import compile_areas
from kg.learn.bodies import compile_companies, compile_institutions, compile_zones
from kg.learn.common import common_surfaces
from kg.learn.lexicon import compile_lexicon
from kg.learn.sources import Row, read_csv, read_texts, write_table
from kg.tables import (
    COMMON_COLUMNS,
    load_areas,
    load_common,
    load_companies,
    load_institutions,
    load_lexicon,
    load_terms,
    read_institutions,
)

_COLUMNS = {
    "areas.tsv.gz": ("code", "name", "short", "parent", "level", "lon", "lat", "status", "successors"),
    "companies.tsv.gz": ("code", "short", "name", "region", "industry"),
    "institutions.tsv": ("name", "type", "aliases", "source"),
    "zones.tsv": ("name", "type", "kind", "aliases", "region"),
}


def compile_tables(source: Path | None, target: Path) -> dict[str, int]:
    """Write the compiled tables of the data folder ``source`` into ``target``; return the number of rows of each.

    ``target`` must hold the tables written by hand. Without a ``source`` only the lexicon is made again, from the tables
    in ``target``. The same files give the same bytes. A file that is missing or lacks a column is an
    :class:`~kg.model.InputError`.
    """
    made = _compile_lists(source, target) if source else {}
    _forget()
    made["lexicon.tsv.gz"] = compile_lexicon(target)
    _forget()
    return {name: len(rows) for name, rows in made.items()}


def _compile_lists(source: Path, target: Path) -> dict[str, list[Row]]:
    made = _tables(source / "gazetteer", {body.name for body in read_institutions(target / "bodies.tsv")})
    for name, rows in made.items():
        write_table(target / name, _COLUMNS[name], rows)
    _forget()
    text = read_texts(source / "text" / "official.jsonl.gz")
    made["common.tsv"] = common_surfaces(load_areas(target), load_companies(target), text)
    write_table(target / "common.tsv", COMMON_COLUMNS, made["common.tsv"])
    return made


def _tables(lists: Path, written: set[str]) -> dict[str, list[Row]]:
    """The tables of the public lists; ``written`` are names of bodies that the table written by hand has."""
    bodies = lists / "institutions"
    shares = read_csv(lists / "companies" / "a_shares.csv", ("code", "short_name", "legal_name", "region", "industry"))
    return {
        "areas.tsv.gz": compile_areas(lists),
        "companies.tsv.gz": compile_companies(shares),
        "institutions.tsv": compile_institutions(
            read_csv(bodies / "banks.csv", ("name",)),
            read_csv(bodies / "firstdata_orgs.csv", ("name_zh",)),
            read_csv(bodies / "cq_gov_bodies.csv", ("name", "aliases_handwritten")),
            written,
        ),
        "zones.tsv": compile_zones(read_csv(bodies / "dev_zones.csv", ("name", "province", "type"))),
    }


def _forget() -> None:
    """Drop what was read before the tables were written."""
    for load in (load_areas, load_companies, load_institutions, load_terms, load_common, load_lexicon):
        load.cache_clear()
