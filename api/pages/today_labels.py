"""The words for what today's page names shortly: kinds of matters, and what a day is of."""

from collections.abc import Mapping

from projections.language import N_

LABELS: Mapping[str, Mapping[str, str]] = {
    "matter": {
        "change": N_("Change"),
        "letters": N_("Letters"),
        "reactions": N_("Reactions"),
        "plan": N_("Plan"),
        "decision": N_("Decision"),
        "step": N_("Procedure"),
        "option": N_("Contract"),
        "contract_end": N_("Contract"),
        "miss_duty": N_("Contract"),
        "review": N_("Contract"),
        "hand_over": N_("Contract"),
        "certificate_lapses": N_("Certificate"),
        "answer_application": N_("Admission"),
        "sunset": N_("What ends by itself"),
        "goal": N_("Goal"),
        "choice": N_("Choice"),
        "research_question": N_("Research question"),
        "risk": N_("Risk"),
        "precondition": N_("Precondition"),
        "condition": N_("If this, then that"),
        "commitment": N_("Commitment"),
        "dependency": N_("Dependency"),
        "development": N_("Development"),
        "consultation": N_("Consultation"),
        "stakeholder": N_("Stakeholder"),
        "council_question": N_("Question of the council"),
        "local_programme": N_("Local programme"),
        "ordinance": N_("Ordinance"),
        "pilot": N_("Pilot or fund"),
        "exclusion": N_("What it is not about"),
        "anomaly": N_("Where sources contradict"),
    },
    "due": {
        "option": N_("Last day for an option"),
        "contract_end": N_("Contract ends"),
        "miss_duty": N_("Duty due"),
        "review": N_("To be looked at again"),
        "hand_over": N_("Clients to be handed over"),
        "certificate_lapses": N_("Certificate lapses"),
        "answer_application": N_("Application to decide on"),
        "sunset": N_("Ends by itself"),
    },
    "subject_of_news": {
        "change": N_("Change"),
        "contract": N_("Contract"),
        "decision": N_("Decision"),
        "procedure": N_("Procedure"),
        "programme": N_("Programme"),
        "document": N_("Document"),
        "provider": N_("Provider"),
        "admission": N_("Admission"),
        "steering": N_("Registers"),
        "batch": N_("Batch"),
        "sheet": N_("Spreadsheet"),
        "template": N_("Letter template"),
        "retention": N_("Retention"),
        "other": N_("Something else"),
    },
    "urgency": {
        "late": N_("Late"),
        "at_risk": N_("At risk"),
        "soon": N_("Due soon"),
        "going_on": N_("Going on now"),
    },
}

TONES: Mapping[str, Mapping[str, str]] = {
    "urgency": {"late": "bad", "at_risk": "warn", "soon": "plain", "going_on": "quiet"},
}

DONE: Mapping[str, str] = {
    "gezien": N_("Marked as seen: from now on only what happens after this is new."),
    "concept-weg": N_("What you had typed there was thrown away."),
}
