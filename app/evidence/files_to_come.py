"""Notes that announce a file which has no receipt yet."""

from sqlalchemy import Boolean, ColumnElement, literal_column

#: What both databases keep a small index of: most notes have no file.
WITH_FILES = {
    "sqlite": "evidence.attachments != '[]'",
    "postgresql": "evidence.attachments <> '[]'::jsonb",
}
LACKS_ONE = {
    "sqlite": """EXISTS (
  SELECT 1 FROM json_each(evidence.attachments) AS announced
  WHERE NOT EXISTS (
    SELECT 1 FROM attachment
    WHERE attachment.id = replace(json_extract(announced.value, '$.id'), '-', '')))""",
    "postgresql": """EXISTS (
  SELECT 1 FROM jsonb_array_elements(evidence.attachments) AS announced
  WHERE NOT EXISTS (
    SELECT 1 FROM attachment
    WHERE attachment.id = CAST(announced ->> 'id' AS uuid)))""",
}


def waits_for_files(dialect: str) -> list[ColumnElement[bool]]:
    """The conditions of a list; design, section 5: complete only with every receipt."""
    said = (WITH_FILES[dialect], LACKS_ONE[dialect])
    return [literal_column(one, Boolean) for one in said]
