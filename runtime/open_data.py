"""What open data is made of in a running system."""

from api.ports import OpenData
from projections.ocds.book import Book
from projections.ocds.packages import Publisher
from runtime.wiring import World


def open_data(world: World) -> OpenData:
    """The book of releases under the prefix, and in the name, that the environment gives."""
    given = world.settings
    return OpenData(
        book=Book(world.pool, given.ocds_prefix),
        publisher=Publisher(given.ocds_publisher, given.ocds_publisher_uri),
        base_url=given.base_url,
    )
