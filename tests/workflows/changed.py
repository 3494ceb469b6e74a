"""Two ways of changing a running workflow: the careless one, and the one that is allowed."""

from temporalio import workflow

from workflows.announce_change import AnnounceChange, Announcement


@workflow.defn(name="AnnounceChange")
class Careless(AnnounceChange):
    """Sleeps first, as if it had always done so."""

    @workflow.init
    def __init__(self, announcement: Announcement) -> None:
        super().__init__(announcement)

    @workflow.run
    async def run(self, announcement: Announcement) -> None:
        await workflow.sleep(1)
        await super().run(announcement)


@workflow.defn(name="AnnounceChange")
class Patched(AnnounceChange):
    """Sleeps first, unless it began when that was not yet done."""

    @workflow.init
    def __init__(self, announcement: Announcement) -> None:
        super().__init__(announcement)

    @workflow.run
    async def run(self, announcement: Announcement) -> None:
        if workflow.patched("sleep-first"):
            await workflow.sleep(1)
        await super().run(announcement)
