"""`/style`: every component in both themes; only in the demo."""

from starlette.responses import Response

from app.errors import Problem
from app.forms import Form, FormModel, IsoDate, Line, Prose
from app.values import Judgement, Voice
from app.web import Anybody, PageOf, router as new_router

router = new_router()


class SampleForm(FormModel):
    title: Line
    on: IsoDate
    text: Prose = ""
    voice: Voice
    word: Judgement


@router.get("/style", include_in_schema=False)
def living_style(page: PageOf, actor: Anybody) -> Response:
    wrong = Form(
        SampleForm,
        {"title": [""], "on": ["2027-13-40"], "voice": ["migrants"]},
        (Problem("title", "This is needed."), Problem("on", "No such day.")),
    )
    return page.show(
        "style/index.html",
        form=Form.of(SampleForm, {"title": "Language café", "voice": Voice.RESIDENTS}),
        wrong=wrong,
        words=list(Judgement),
    )
