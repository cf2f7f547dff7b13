"""`/language`: the reader's own choice of language, kept in a cookie."""

from typing import Annotated, Literal

from starlette.responses import Response

from app.forms import Form, FormModel, Text
from app.people.rules import own_address
from app.web import Anybody, PageOf, posted, router as new_router

router = new_router()
YEAR = 365 * 24 * 3600


class LanguageForm(FormModel):
    language: Literal["en", "fr"]
    then: Text = "/"


@router.post("/language")
def choose_language(
    page: PageOf,
    actor: Anybody,
    form: Annotated[Form[LanguageForm], posted(LanguageForm)],
) -> Response:
    chosen = form.checked()
    answer = page.go(own_address(chosen.then))
    answer.set_cookie(
        "language",
        chosen.language,
        max_age=YEAR,
        httponly=True,
        samesite="lax",
        secure=page.settings.secure,
    )
    return answer
