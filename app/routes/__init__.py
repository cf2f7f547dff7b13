"""Every router. A route file is named after the last collection noun of its address."""

from fastapi import APIRouter

from app.routes import benchmarks, home, language, running, sign_in, style


def all_routers(*, demo: bool) -> list[APIRouter]:
    routers = [home.router, language.router, sign_in.router, running.router, benchmarks.router]
    return [*routers, sign_in.demo_router, style.router] if demo else routers
