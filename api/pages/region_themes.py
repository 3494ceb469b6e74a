"""The themes of regions as stylesheets; their addresses change with their content."""

from fastapi import APIRouter, Request, Response

from api.errors import not_found
from api.pages.rendering import ports_of

router = APIRouter()


@router.get("/static/thema/{name}.css")
def show_theme(request: Request, name: str) -> Response:
    theme = ports_of(request).themes.by_name.get(name)
    if theme is None:
        raise not_found()
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(theme.css, media_type="text/css", headers=headers)
