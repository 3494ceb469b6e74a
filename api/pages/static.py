"""The stylesheet, the icon and htmx; their addresses change with their content."""

from fastapi import APIRouter
from fastapi.responses import FileResponse

from api.errors import not_found
from api.pages.rendering import HTMX, OWN_FILES

router = APIRouter()

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FILES = {HTMX.name: HTMX, **{file.name: file for file in OWN_FILES.iterdir()}}


@router.get("/static/{name}")
def show_file(name: str) -> FileResponse:
    file = _FILES.get(name)
    if file is None:
        raise not_found()
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return FileResponse(file, media_type=_TYPES[file.suffix], headers=headers)
