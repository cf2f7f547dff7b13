"""Every router. A route file is named after the last collection noun of its address."""

from fastapi import APIRouter

from app.routes import (
    account,
    actions,
    agenda,
    api_benchmarks,
    api_description,
    api_evidence,
    api_findings,
    api_pairs,
    api_programmes,
    api_visits,
    audit,
    benchmarks,
    break_glass,
    confirmation,
    coverage,
    data,
    days,
    deadlines,
    debrief,
    erasure,
    evidence,
    findings,
    held_forms,
    home,
    language,
    names,
    pairs,
    passkeys,
    privacy,
    programmes,
    readiness,
    redaction,
    released,
    releases,
    retention,
    running,
    sessions,
    sign_in,
    speakers,
    stakeholders,
    style,
    take_home,
    team,
    tokens,
    venues,
    visits,
    withdraw,
)

OWN_ACCOUNT = (
    account,
    sessions,
    confirmation,
    tokens,
    passkeys,
    held_forms,
    data,
    erasure,
    names,
)


ROUTERS = (
    api_evidence.router,  # first: routes are tried in order, and intake must be quick
    api_benchmarks.router,
    api_description.router,
    api_pairs.router,
    api_programmes.router,
    api_visits.router,
    api_findings.router,
    home.router,
    language.router,
    sign_in.router,
    withdraw.router,  # before the links that carry a token
    audit.router,
    *(module.router for module in OWN_ACCOUNT),
    running.router,
    benchmarks.router,
    programmes.router,
    retention.router,
    privacy.router,
    pairs.router,
    deadlines.router,
    readiness.router,
    actions.router,
    debrief.router,
    findings.router,
    take_home.router,
    evidence.router,
    speakers.router,
    redaction.router,
    released.router,
    break_glass.router,
    coverage.router,
    visits.router,
    releases.router,  # before the agenda: its address is longer
    agenda.router,
    days.router,
    team.router,
    stakeholders.router,
    venues.router,
)


def all_routers(*, demo: bool) -> list[APIRouter]:
    if not demo:
        return list(ROUTERS)
    return [*ROUTERS, sign_in.demo_router, confirmation.demo_router, style.router]
