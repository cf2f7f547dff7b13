"""What the description of the API says of files and their pieces beside the signatures."""

from typing import Any

from app.routes.files_going import VERSION

#: What tus calls the kind of every piece.
PART = "application/offset+octet-stream"
BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}

NUMBER, TEXT = {"type": "integer", "minimum": 0}, {"type": "string"}
#: Headers of answers, with what each says.
SAID: dict[str, Any] = {
    "Tus-Resumable": {"schema": {"const": VERSION}},
    "Tus-Version": {"schema": TEXT, "description": "The versions spoken here."},
    "Tus-Extension": {"schema": TEXT, "description": "What is spoken beyond the core."},
    "Tus-Max-Size": {"schema": NUMBER, "description": "In bytes, of a file as it is sent."},
    "Location": {"schema": TEXT, "description": "Where the pieces go, the same for the same bytes."},
    "Upload-Length": {"schema": NUMBER, "description": "Of the whole file as it is sent, in bytes."},
    "Upload-Offset": {"schema": NUMBER, "description": "How many bytes of it are on disk."},
    "Upload-Expires": {"schema": TEXT, "description": "When it goes, if no piece comes before."},
    "Retry-After": {"schema": NUMBER, "description": "In seconds."},
}  # fmt: skip


def problems(**said: str) -> dict[int | str, dict[str, Any]]:
    """Of `s404="why"`."""
    schema = {"$ref": "#/components/schemas/ProblemAnswer"}
    content = {"application/problem+json": {"schema": schema}}
    return {
        int(status.removeprefix("s")): {"description": words, "content": content}
        for status, words in said.items()
    }


def told(*names: str) -> dict[str, Any]:
    return {name: SAID[name] for name in names}


def body(**content: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": content}}


#: Of a file, whether it comes whole or in pieces.
FILE = problems(
    s404="Its note is not here, or does not announce it, or is not for this person.",
    s409="Other bytes were received under this id: give the file another.",
    s410="Its note was erased for good.",
    s413="Larger than a file of its kind may be; no more of it is read.",
    s422="No digest, or not that of these bytes, or not what the note announces.",
)
LIMITED = problems(s429="Too many files at once: wait as long as it says.")
LIMITED[429]["headers"] = told("Retry-After")

SPOKEN = problems(s412="Another version of tus is asked for.")
SPOKEN[412]["headers"] = told("Tus-Resumable", "Tus-Version")
LOCKED = problems(s423="Somebody else is sending it at this moment.")
LEFT = problems(s404="Never begun, given up, or rested for three days; or not for this person.")  # fmt: skip

OPTIONS: dict[int | str, Any] = {
    204: {
        "description": "The headers say it.",
        "headers": told("Tus-Resumable", "Tus-Version", "Tus-Extension", "Tus-Max-Size"),
    }
}  # fmt: skip
BEGUN: dict[int | str, Any] = {
    **FILE,
    **SPOKEN,
    **LIMITED,
    201: {
        "description": "Begun, or begun before. Ask `Location` how far it has come.",
        "headers": told("Tus-Resumable", "Location", "Upload-Expires"),
    },
}
OFFSET: dict[int | str, Any] = {
    **SPOKEN,
    **LEFT,
    410: FILE[410],
    200: {
        "description": "How far it has come. All of it, where the file has its receipt.",
        "headers": told("Tus-Resumable", "Upload-Offset", "Upload-Length", "Upload-Expires"),
    },
}  # fmt: skip
WENT_ON: dict[int | str, Any] = {
    **FILE,
    **SPOKEN,
    **LOCKED,
    **LEFT,
    **problems(s408="No byte came for 20 seconds. What came before is kept."),
    **problems(s409="It has come to another byte than `Upload-Offset` says, or other bytes were received under this id."),
    200: {"description": "Whole, and received before: its receipt."},
    201: {"description": "Whole: its receipt."},
    202: {"description": "Whole and kept, but its note waits for the lead, or its seal cannot be opened yet."},
    204: {
        "description": "What came is on disk. At its end, if JSON is not accepted, this is said of a whole file too.",
        "headers": told("Tus-Resumable", "Upload-Offset", "Upload-Expires"),
    },
}  # fmt: skip
GIVEN_UP: dict[int | str, Any] = {
    **SPOKEN,
    **LOCKED,
    **LEFT,
    204: {"description": "What came of it is gone."},
}
