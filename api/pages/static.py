"""The stylesheets, the scripts and the icon; their addresses change with their content."""

import gzip
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Request, Response

from api.errors import not_found
from api.packing import takes_gzip
from api.pages.rendering import HTMX, OWN_FILES

router = APIRouter()

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FILES = {HTMX.name: HTMX, **{file.name: file for file in OWN_FILES.iterdir()}}


@router.get("/static/{name}")
async def show_file(request: Request, name: str) -> Response:
    """Packed where the browser takes that: everybody may know what stands in these."""
    file = _FILES.get(name)
    if file is None:
        raise not_found()
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    plain, packed = _contents(file, file.stat().st_mtime_ns)
    if not takes_gzip(request.headers):
        return Response(plain, media_type=_TYPES[file.suffix], headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(packed, media_type=_TYPES[file.suffix], headers=headers)


@lru_cache(maxsize=200)
def _contents(file: Path, _: int) -> tuple[bytes, bytes]:
    """As it is and packed, read anew only when the file was written since."""
    content = file.read_bytes()
    return content, gzip.compress(content, mtime=0)
