"""`/style`: every component in both themes; only in the demo."""

from starlette.responses import Response

from app.errors import Conflict, Problem
from app.forms import Form, FormModel, Posted
from app.i18n import _
from app.labels import choices
from app.values import Heard, Judgement, Voice
from app.web import Anybody, PageOf, router as new_router

router = new_router()
THEMES = ("light", "dark")


@router.get("/style", include_in_schema=False)
def living_style(page: PageOf, actor: Anybody) -> Response:
    return page.show(
        "style/index.html",
        themes=THEMES,
        forms={theme: sample(theme) for theme in THEMES},
        words=list(Judgement),
        voices=choices(Voice)[:4],
        heard=choices(Heard),
    )


def sample(theme: str) -> Form[FormModel]:
    """A form with everything that can happen to it; names carry the theme."""
    posted: Posted = {
        "title": [_("Language café")],
        "on": [],
        "text": [_("Letters from the town hall go to the husband.")],
        "voice": ["migrants"],
        "heard": ["directly"],
    }
    theirs = {f"{theme}-text": _("Letters go to the head of the household.")}
    return Form(
        FormModel,
        {f"{theme}-{name}": values for name, values in posted.items()},
        (
            Problem(
                f"{theme}-on", _("Write the day as year-month-day, such as 2027-04-24.")
            ),
        ),
        Conflict(2, theirs),
    )
