"""The words that rows carry in their fields: labels, kinds and acts, each a closed list."""

from __future__ import annotations

PART_LABELS = (
    "headline",  # article: the headline, once
    "body",  # article: the paragraphs
    "repeat",  # the headline or a paragraph a second time
    "masthead",  # outlet and section names, breadcrumbs
    "byline",
    "date",
    "caption",
    "related",  # "Read more" lists and their headlines
    "widget",  # share buttons, players, pollers, "3-min read"
    "notice",  # cookie, comment, copyright and correction-free boilerplate
    "other",
)
ARTICLE_LABELS = ("headline", "body")

HUMAN = "human:"  # with a coder's name, the `by` of what a person coded; the machine neither reads nor replaces it
PERSON = "person:"  # with a name, the `by` of a statement whose words that person set; it is made of the log
STATEMENT_KINDS = ("direct", "mixed", "indirect")
ACTS = (
    "assertion",
    "denial",
    "demand",
    "threat",
    "promise",
    "question",
    "accusation",
    "support",
    "opposition",
    "belief",
    "intention",
    "order",
)
SIGHTING_KINDS = ("person", "organization", "place")
SIGHTING_FORMS = ("name", "nominal", "pronoun")
MENTION_KINDS = ("name", "role", "pronoun")
ACTOR_KINDS = (
    "person",
    "organization",
    "state",
    "government",
    "parliament",
    "armed_group",
    "party",
    "coalition",
    "media",
    "group",
    "unknown",
)
RELATION_KINDS = ("part_of", "backed_by", "allied_with", "opposed_to")
REPRINT_KINDS = (
    "exact",  # the same words throughout
    "near",  # the same text with small changes, or cut at its end
    "wire",  # an agency's story, with its credit, edited or cut by the outlet
    "excerpt",  # passages of one inside another text
    "quotation",  # quoted words alone: two texts of their own that quote the same
)

STANCES = (
    "support",
    "oppose",
    "conditional",  # for or against it under a condition that the statement names
    "unclear",  # speaks of it, and which side it takes is not to be told
)
STRENGTHS = (
    "explicit",  # the words take the side themselves
    "implied",  # it follows from them
)
CONDITION_POLARITIES = (
    "met",  # what follows holds where the condition is met: "if", "once", "provided"
    "unmet",  # it holds as long as the condition is not met: "unless", "until"
)
CONDITION_EFFECTS = (  # what the statement says would follow
    "threat",
    "promise",
    "support",
    "refusal",
    "demand",
    "warning",  # something bad that nobody threatens to do: a prediction
    "other",
)

EVENT_TYPES = (  # PLOVER: what a type's quad is, its modes, and what they mean stand in data/plover.tsv
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)
EVENT_STATUSES = ("happened", "future", "hypothetical", "negated")
EVENT_CONTEXTS = (
    "military",
    "intelligence",
    "executive",
    "legislative",
    "election",
    "political_institutions",
    "pro_democracy",
    "pro_autocracy",
    "economic",
    "legal",
    "reparations",
    "human_rights",
    "rights_freedoms",
    "repression",
    "human_security",
    "gender",
    "lgbt",
    "religion_ethnicity",
    "inequality",
    "diplomatic",
    "territory",
    "peacekeeping",
    "health",
    "asylum",
    "migration",
    "disasters",
    "natural_resource",
    "environment",
    "technology",
    "terrorism",
    "cbrn",
    "cyber",
    "misinformation",
    "crime",
    "corruption",
    "illegal_drugs",
    "trafficking",
)
PLACE_KINDS = ("country", "region", "capital", "city", "unknown")
FIGURE_KINDS = ("killed", "injured", "arrested", "abducted", "displaced", "participants", "money", "other")
