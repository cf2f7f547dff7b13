"""`/visits/{id}/tablets`: who runs a visit's shared tablets. `/tablets`: how one joins."""

from typing import Annotated
from uuid import UUID

from starlette.responses import JSONResponse, Response

from app.assets import installed
from app.credentials import session_token
from app.errors import Conflict, NotPermitted, Problem, Rejected
from app.forms import Form
from app.i18n import _
from app.models import Tablet
from app.models.base import now
from app.people.rules import browser_of
from app.people.sessions import end_login
from app.people.tablet_actions import (
    Asking,
    change_field_rules,
    eject_tablet,
    join,
    make_code,
    rename_tablet,
    renew_tablet,
)
from app.people.tablet_forms import EnrolmentForm, FieldRulesForm, TabletNameForm
from app.people.tablet_pages import code_page, tablet_page, tablets_page
from app.people.tablet_queries import tablet_for, visit_run
from app.web import (
    Anybody,
    DbSession,
    Page,
    PageOf,
    SignedIn,
    posted,
    router as new_router,
)

router = new_router()
INDEX, SHOW, NEW = "tablets/index.html", "tablets/show.html", "tablets/new.html"
#: Browsers keep a cookie 400 days at most; the server decides how long it counts.
KEPT_SECONDS = 400 * 24 * 3600


@router.get("/tablets/manifest.json")
def manifest(actor: Anybody, visit: UUID) -> Response:
    """What a tablet installs. It tells nothing of the visit, also not whether it exists."""
    return JSONResponse(installed(visit), media_type="application/manifest+json")


@router.get("/visits/{visit_id}/tablets")
def tablets(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    visit = visit_run(session, actor, visit_id)
    return page.show(INDEX, part="tablets/_list.html", **tablets_page(session, visit))


@router.post("/visits/{visit_id}/tablets/codes")
def new_code(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID
) -> Response:
    """Answers with the code itself: a redirect would have to keep it somewhere."""
    visit = visit_run(session, actor, visit_id)
    made = make_code(session, page.settings.key, actor, visit, now())
    context = code_page(session, visit, made, page.settings.origin)
    return page.show("tablets/code.html", **context)


@router.post("/visits/{visit_id}/tablets/rules")
def rules(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    form: Annotated[Form[FieldRulesForm], posted(FieldRulesForm)],
) -> Response:
    visit = visit_run(session, actor, visit_id)
    try:
        change_field_rules(session, actor, visit, form.checked())
    except Rejected as rejected:
        context = tablets_page(session, visit, form.showing(rejected))
        raise page.refuse(INDEX, **context) from rejected
    except Conflict as conflict:
        context = tablets_page(session, visit, form.clashing(conflict))
        raise page.refuse(INDEX, status=409, **context) from conflict
    return page.go(f"/visits/{visit_id}/tablets", _("Your changes are saved."))


@router.get("/visits/{visit_id}/tablets/{tablet_id}")
def tablet(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, tablet_id: UUID
) -> Response:
    visit = visit_run(session, actor, visit_id)
    found = tablet_for(session, visit, tablet_id)
    return page.show(SHOW, **tablet_page(session, visit, found, None))


@router.post("/visits/{visit_id}/tablets/{tablet_id}")
def rename(
    page: PageOf,
    session: DbSession,
    actor: SignedIn,
    visit_id: UUID,
    tablet_id: UUID,
    form: Annotated[Form[TabletNameForm], posted(TabletNameForm)],
) -> Response:
    visit = visit_run(session, actor, visit_id)
    found = tablet_for(session, visit, tablet_id)
    try:
        rename_tablet(session, actor, visit, found, form.checked().name)
    except Rejected as rejected:
        context = tablet_page(session, visit, found, form.showing(rejected))
        raise page.refuse(SHOW, **context) from rejected
    return page.go(f"/visits/{visit_id}/tablets", _("The name is saved."))


@router.post("/visits/{visit_id}/tablets/{tablet_id}/renewal")
def renew(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, tablet_id: UUID
) -> Response:
    visit = visit_run(session, actor, visit_id)
    found = tablet_for(session, visit, tablet_id)
    renew_tablet(session, actor, visit, found, now())
    said = _("%(name)s is open again for 12 hours.", name=called(found))
    return page.go(f"/visits/{visit_id}/tablets", said)


@router.post("/visits/{visit_id}/tablets/{tablet_id}/ejection")
def eject(
    page: PageOf, session: DbSession, actor: SignedIn, visit_id: UUID, tablet_id: UUID
) -> Response:
    visit = visit_run(session, actor, visit_id)
    found = tablet_for(session, visit, tablet_id)
    eject_tablet(session, actor, visit, found, now())
    said = _("%(name)s is ejected: nobody reads or writes on it any more.", name=called(found))  # fmt: skip
    return page.go(f"/visits/{visit_id}/tablets", said)


@router.get("/tablets/new")
def new(
    page: PageOf, session: DbSession, actor: Anybody, visit: UUID | None = None
) -> Response:
    """With `visit` it can be installed first, and join inside: storage is not shared."""
    return page.show(NEW, form=Form(EnrolmentForm), visit_id=visit)


@router.post("/tablets")
def enrol(
    page: PageOf,
    session: DbSession,
    actor: Anybody,
    form: Annotated[Form[EnrolmentForm], posted(EnrolmentForm)],
) -> Response:
    """A shared tablet is nobody's browser: whoever was signed in on it no longer is."""
    try:
        code = form.checked().code
    except Rejected as rejected:
        raise page.refuse(NEW, form=form.showing(rejected), visit_id=None) from rejected
    browser = browser_of(page.request.headers.get("user-agent", ""))
    asking = Asking(code, browser, actor.tablet)
    joined = join(session, page.settings.key, asking, now())
    if joined.tablet is None:
        wrong = form.showing(Rejected(Problem("code", joined.problem)))
        status = 429 if joined.must_wait else 422
        return page.show(NEW, status=status, form=wrong, visit_id=None)
    end_login(session, session_token(page.request))
    return with_credential(page, joined.tablet, joined.token)


@router.post("/tablets/leaving")
def leave(page: PageOf, session: DbSession, actor: Anybody) -> Response:
    """Only once it has ended: until then the lead ejects it."""
    if actor.tablet is not None and not actor.tablet.ended:
        raise NotPermitted
    answer = page.go("/", _("This browser is no tablet of a visit any more."))
    answer.delete_cookie(page.settings.tablet_cookie_name, path="/")
    return answer


def with_credential(page: Page, tablet: Tablet, token: str) -> Response:
    said = _("This is now %(name)s.", name=called(tablet))
    answer = page.go(f"/visits/{tablet.visit_id}/field", said)
    answer.set_cookie(
        page.settings.tablet_cookie_name,
        token,
        max_age=KEPT_SECONDS,
        httponly=True,
        samesite="lax",
        secure=page.settings.secure,
        path="/",
    )
    answer.delete_cookie(page.settings.cookie_name, path="/")
    return answer


def called(tablet: Tablet) -> str:
    number = _("Tablet %(number)s", number=tablet.number)
    return f"{number} ({tablet.name})" if tablet.name else number
