"""What is there of what should be, over HTTP."""

import psycopg
import pytest

from api.app import create_app
from domain.base import derived_id
from tests.api.browsing import Browser
from tests.api.house import ANNA, Caller, open_house

PROGRAMME = derived_id("programme", "haaglanden-2027")


@pytest.mark.row("AU-16")
def test_all_councils_are_counted_and_a_gap_in_the_sequence_is_named(published_url: str) -> None:
    with open_house(published_url) as house:
        app = create_app(house.ports())
        anna = Caller(app)
        whole = anna.get("/completeness", programme=str(PROGRAMME))
        assert whole["sequence"]["gaps"] == []
        assert whole["sequence"]["events"] > whole["sequence"]["streams"] > 1
        decision = next(each for each in whole["decisions"] if each["unnamed"] and each["asked"])
        path = f"/decisions/{decision['decisionId']}"
        stated = anna.get(path)
        assert len(decision["asked"]) + decision["unnamed"] == stated["expected"]
        yes = stated["question"]["outcomes"][0]
        for answerer in decision["waitingFor"]:
            said = {"answererId": answerer, "outcome": yes, "decidedOn": f"{house.now:%Y-%m-%d}"}
            position = anna.post(f"{path}/answers", said).json()["position"]
        after = anna.get("/completeness", programme=str(PROGRAMME), position=position)
        [same] = [e for e in after["decisions"] if e["decisionId"] == decision["decisionId"]]
        assert same["waitingFor"] == []
        assert same["answered"] == same["asked"]
        assert not same["whole"], "there are answers to come of bodies that nobody named"
        with psycopg.connect(published_url, autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(
                "DELETE FROM eventlog_events WHERE originator_id = %s AND originator_version = 2",
                [PROGRAMME],
            )
        [gap] = anna.get("/completeness")["sequence"]["gaps"]
        assert (gap["stream"], gap["missing"]) == (str(PROGRAMME), [2])
        page = Browser(app, ANNA).get("/controle/volledigheid", programma=str(PROGRAMME))
        assert "1 onderwerp telt niet zonder gat door vanaf 1." in page.text
        assert f"/controle/dossier/{PROGRAMME}" in page.html
        assert decision["title"] in page.text
        unknown = Browser(app, ANNA).get("/controle/volledigheid", programma="nergens")
        assert unknown.status == 404
