"""People to meet from a table: looked at, mended, added once."""

from app.db import Database
from app.ids import seed_id
from tests.conftest import Browse
from tests.imports.test_sheets import workbook
from tests.stakeholders.test_routes import people
from tests.visits.test_routes import FOLLOW_UP

AT = f"/visits/{FOLLOW_UP}/imports"
TABLE = """Fonction\tParle en tant que\tLangues\tCombien
École de musique\tAssociations\tfrançais, arabe\t12
Imam\tclergé\tklingon\t1
Bibliothèque\tcity-staff\ten\tbeaucoup"""


def test_each_bad_row_is_named_with_what_is_wrong_and_can_be_mended(
    browse: Browse, demo: Database
) -> None:
    before = len(people(demo))
    page = browse("mentee-officer").post(AT, data={"text": TABLE}).text
    assert "1 row can be added. 2 rows need mending." in page
    assert 'Row 3, <span dir="auto">Imam</span>' in page
    assert "Speaks as: Choose one of: Migrants, Associations" in page
    assert "Languages: “klingon” is no language known here." in page
    assert "How many come: " in page
    assert "Imam\tclergé\tklingon\t1\nBibliothèque\tcity-staff\ten\tbeaucoup" in page
    assert len(people(demo)) == before


def test_good_rows_are_added_once_however_often_they_are_sent(
    browse: Browse, demo: Database
) -> None:
    officer = browse("mentee-officer")
    first = officer.post(AT, data={"text": TABLE, "confirmed": "on"})
    again = officer.post(AT, data={"text": TABLE, "confirmed": "on"})
    assert (first.status_code, again.status_code) == (303, 200)
    assert "1 is on the list already and stays as it is." in again.text
    [made] = [one for one in people(demo) if one.name == "École de musique"]
    assert (made.category, made.languages, made.how_many) == ("associations", ["fr", "ar"], 12)  # fmt: skip
    host = seed_id("demonstration", "city", "val-daubre")
    assert made.invited_by_city_id == host


def test_a_workbook_is_looked_at_like_pasted_rows(browse: Browse) -> None:
    content = workbook([["Name", "Voice", "Shoe size"], ["Mosque", "residents", "9"]])
    answer = browse("facilitator").post(AT, files={"file": ("people.xlsx", content)})
    assert answer.status_code == 200
    assert "1 row can be added." in answer.text
    assert "Columns that are not read: Shoe size." in answer.text


def test_a_table_without_its_columns_keeps_what_was_pasted(browse: Browse) -> None:
    answer = browse("facilitator").post(AT, data={"text": "Mosque\tresidents"})
    assert answer.status_code == 422
    assert "these are missing: Function or group, Speaks as." in answer.text
    assert "Mosque\tresidents" in answer.text


def test_a_file_that_is_no_table_is_refused_by_name_of_its_field(
    browse: Browse,
) -> None:
    files = {"file": ("people.xlsx", b"PK\x03\x04 not a workbook")}
    answer = browse("facilitator").post(AT, files=files)
    assert answer.status_code == 422
    assert 'href="#file"' in answer.text
