"""An address of an outsider to which each new checkpoint is posted."""

import hmac
import json
from hashlib import sha256
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from proofs.checkpoint import parsed
from runtime.anchoring.parcel import Parcel, Target, Undelivered

PATIENCE_SECONDS = 10
SIGNATURE = "Inkoopspoor-Signature"

_NAME_DIGITS = 8


class _NoRedirect(HTTPRedirectHandler):
    """Goes where it was sent and nowhere else: an answer elsewhere is no delivery."""

    def redirect_request(self, *_: Any) -> None:
        return None


def target(url: str, key: bytes | None) -> Target:
    """Posts to this address, signed with this key if there is one.

    Its name shows the host only, since the rest may be a secret. Raises ValueError for an address
    that is none.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("an address in CHECKPOINT_WEBHOOKS has to look like https://host/path")
    digest = sha256(url.encode()).hexdigest()[:_NAME_DIGITS]
    return Target(f"webhook {parts.hostname} {digest}", lambda parcel: post(url, key, parcel))


def post(url: str, key: bytes | None, parcel: Parcel) -> None:
    """Post the last checkpoint; any answer in the two hundreds is a delivery. Or `Undelivered`."""
    body = body_of(parcel)
    headers = {"Content-Type": "application/json", "User-Agent": "inkoopspoor"}
    if key:
        headers[SIGNATURE] = f"sha256={hmac.digest(key, body, 'sha256').hex()}"
    request = Request(url, body, headers, method="POST")  # noqa: S310 (http or https, see target)
    try:
        with build_opener(_NoRedirect).open(request, timeout=PATIENCE_SECONDS):
            pass
    except HTTPError as error:
        error.close()
        raise Undelivered(f"HTTP {error.code}") from error
    except (OSError, HTTPException) as error:
        raise Undelivered(f"no answer ({type(error).__name__})") from error


def body_of(parcel: Parcel) -> bytes:
    """The checkpoint, and how it goes on from the one that was posted before."""
    last = parcel.last
    return json.dumps(
        {
            "origin": parsed(last.note).origin,
            "size": last.size,
            "root": last.root.hex(),
            "note": last.text,
            "previousSize": parcel.previous,
            "consistency": [each.hex() for each in parcel.path],
        },
        separators=(",", ":"),
    ).encode()
