"""Reading a whole folder: ids from paths, names once, nothing half-read."""

from __future__ import annotations

from pathlib import Path

import pytest

from huanliu.errors import DocumentError, PackError
from huanliu.law.library import digest_of, pack_files, packs_folder
from huanliu.law.reading import FOLDERS, read_law
from tests.small import FOLDER, provision, small_files, small_law

LAW = small_law()


def test_an_id_is_the_path_of_its_file() -> None:
    assert "town.pass" in LAW.provisions
    assert read_law({"a/b/c.yaml": provision("versions: [{}]").encode()}).provisions["a.b.c"].id == "a.b.c"


def test_the_other_rooms_hold_no_provisions() -> None:
    assert not [name for name in LAW.provisions if name.split(".")[0] in FOLDERS]
    assert {"person.age", "person.family.age"} <= set(LAW.facts)
    assert set(LAW.routes) == {"chain.to_town"}
    assert LAW.words["and"].en == " and "
    assert LAW.subjects["person"].in_language("zh-Hans") == "个人"


def test_the_law_cannot_be_written_to() -> None:
    with pytest.raises(TypeError, match="immutable"):
        LAW.provisions["x"] = LAW.provisions["town.pass"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        LAW.digest = "x"  # type: ignore[misc]


TWICE = {
    "facts/more.yaml": (
        "definitions: [{name: person.age, sql: '1', label: {en: again}}]",
        "small/facts/more.yaml:1:39: person.age stands a second time (first at small/facts/person.yaml:",
    ),
    "parameters/more.yaml": ("parameters: {floor: {values: [{from: null, value: 1}]}}", "floor stands a second time"),
    "routes/more.yaml": (
        small_files()["routes/to_town.yaml"].decode(),
        "chain.to_town stands a second time (first at small/routes/",
    ),
}


@pytest.mark.parametrize("name", TWICE)
def test_a_name_that_stands_twice_is_refused_with_both_places(name: str) -> None:
    text, words = TWICE[name]
    with pytest.raises(PackError) as caught:
        small_law({name: text})
    assert words in caught.value.sentence()


def test_a_file_that_is_not_text_is_named() -> None:
    with pytest.raises(DocumentError, match=r"packs/town/x\.yaml: the file is not UTF-8 text"):
        read_law({"town/x.yaml": b"\xff\xfe"})


def test_the_digest_is_of_names_and_bytes() -> None:
    files = small_files()
    assert LAW.digest == digest_of(files)
    renamed = {name.replace("pass", "pazz"): content for name, content in files.items()}
    changed = {**files, "town/pass.yaml": files["town/pass.yaml"] + b"\n"}
    assert len({digest_of(files), digest_of(renamed), digest_of(changed)}) == 3


def test_files_are_found_by_their_path_and_other_rooms_left_alone(tmp_path: Path) -> None:
    for name in ("b/x.yaml", "a/y.yaml", "coverage/z.yaml", "a/readme.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("a: 1")
    found = [name for name in pack_files(tmp_path) if not name.startswith("words/")]
    assert found == ["a/y.yaml", "b/x.yaml"]


def test_packs_without_words_are_answered_in_the_bundled_ones(tmp_path: Path) -> None:
    bundled = pack_files(packs_folder())
    assert pack_files(tmp_path) == {name: text for name, text in bundled.items() if name.startswith("words/")}
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "own.yaml").write_text("words: {and: {en: ' plus '}}")
    words = read_law(pack_files(tmp_path), "own").words
    assert (words["and"].en, words["or"].en) == (" plus ", " or ")


def test_a_folder_named_like_a_file_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    with pytest.raises(DocumentError, match=r"a\.yaml: cannot read the file: Is a directory"):
        pack_files(tmp_path)


def test_no_packs_at_all_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="there is no such folder of packs"):
        pack_files(tmp_path / "nowhere")


def test_the_packs_are_chosen_by_the_environment_or_bundled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUANLIU_PACKS", str(FOLDER))
    assert packs_folder() == FOLDER
    monkeypatch.delenv("HUANLIU_PACKS")
    assert (packs_folder() / "README.md").is_file()
