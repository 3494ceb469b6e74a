"""The themes of an installation: a folder with a file for each region, read when pages begin."""

from pathlib import Path

from api.themes import BadThemeError, Themes, read_theme
from domain.decision.answerer import slug


def themes(folder: Path | None) -> Themes:
    """The themes in the folder, each by the name of its file; none where no folder is set.

    Raises `BadThemeError` with all that is wrong in all files.
    """
    if folder is None:
        return Themes()
    if not folder.is_dir():
        raise BadThemeError(f"THEMES: there is no folder {folder}")
    read, wrong = {}, []
    for file in sorted(folder.glob("*.css")):
        if file.stem != slug(file.stem):
            wrong.append(
                f"{file.name}: no region is found by this name; it is to be called "
                f"{slug(file.stem)}.css"
            )
            continue
        try:
            read[file.stem] = read_theme(file.stem, file.read_text("utf-8"))
        except (BadThemeError, UnicodeDecodeError) as error:
            wrong.append(str(error) if isinstance(error, BadThemeError) else f"{file}: {error}")
    if wrong:
        raise BadThemeError("\n".join(wrong))
    return Themes(read)
