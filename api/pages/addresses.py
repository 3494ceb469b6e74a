"""Addresses of our own pages."""


def way_back(address: str) -> str:
    """An address of ours; whatever could lead elsewhere becomes the first page."""
    ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if ours and address.isprintable() and "\\" not in address else "/"
