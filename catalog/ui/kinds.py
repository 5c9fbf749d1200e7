"""How kinds are called and drawn. A kind that is not listed gets a plain icon and its own name."""

from dataclasses import dataclass

from catalog.ui.words import in_words


@dataclass(frozen=True, slots=True)
class KindLook:
    """`kind` as written in descriptors, what many of them are called, their icon, the letter
    that goes to their list after `g` ("" = none), and what one of them is called ("" = `kind`)."""

    kind: str
    plural: str
    icon: str
    key: str = ""
    singular: str = ""

    @property
    def one(self) -> str:
        """What one of them is called."""
        return self.singular or self.kind


# In the order of the navigation: what is made first, then what it is made of, then who.
LOOKS = (
    KindLook("Project", "Projects", "folder-kanban", "p"),
    KindLook("Model", "Models", "brain", "m"),
    KindLook("Dataset", "Data sets", "database", "s", "Data set"),
    KindLook("FeatureSet", "Feature sets", "table-2", "f", "Feature set"),
    KindLook("Pipeline", "Pipelines", "workflow", "l"),
    KindLook("Deployment", "Deployments", "rocket", "d"),
    KindLook("Evaluation", "Evaluations", "gauge", "e"),
    KindLook("Metric", "Metrics", "ruler", "r"),
    KindLook("Component", "Components", "box", "c"),
    KindLook("API", "APIs", "plug", "a"),
    KindLook("Resource", "Resources", "server"),
    KindLook("System", "Systems", "boxes"),
    KindLook("Domain", "Domains", "globe"),
    KindLook("Group", "Teams", "users", "t", "Team"),
    KindLook("User", "People", "user", "u", "Person"),
    KindLook("Template", "Templates", "scroll-text"),
    KindLook("AiResource", "AI resources", "bot", singular="AI resource"),
    KindLook("Location", "Locations", "map-pin"),
)
# What the navigation names; everything else is on the home page.
MAIN = LOOKS[:8]
# Who and where, not what: they change for reasons of their own.
AROUND = ("group", "user", "location")
_BY_KIND = {look.kind.lower(): look for look in LOOKS}


def look_of(kind: str) -> KindLook:
    """How a kind looks, in whatever case it is written."""
    return _BY_KIND.get(kind.lower()) or KindLook(
        kind, in_words(kind), "shapes", singular=in_words(kind)
    )


def is_listed(kind: str) -> bool:
    """Whether the kind is one of those the catalog ships."""
    return kind.lower() in _BY_KIND


def order_of(kind: str) -> tuple[int, str]:
    """Sorts kinds as the navigation does, unknown ones last by name."""
    kinds = list(_BY_KIND)
    return (kinds.index(kind.lower()) if is_listed(kind) else len(kinds), kind.lower())


# How a relation reads in front of its other end: "Trained on: …".
RELATION_WORDS = {
    "ownedBy": "Owned by",
    "ownerOf": "Owns",
    "partOf": "Part of",
    "hasPart": "Has parts",
    "trainedOn": "Trained on",
    "trainingSetOf": "Training set of",
    "usesFeatures": "Uses features",
    "featuresUsedBy": "Features used by",
    "producedBy": "Produced by",
    "produces": "Produces",
    "basedOn": "Based on",
    "baseOf": "Base of",
    "derivedFrom": "Derived from",
    "derivedInto": "Derived into",
    "consumes": "Consumes",
    "consumedBy": "Consumed by",
    "serves": "Serves",
    "servedBy": "Served by",
    "evaluates": "Evaluates",
    "evaluatedBy": "Evaluated by",
    "evaluatedOn": "Evaluated on",
    "evaluationSetOf": "Evaluation set of",
    "dependsOn": "Depends on",
    "dependencyOf": "Dependency of",
    "providesApi": "Provides",
    "apiProvidedBy": "Provided by",
    "consumesApi": "Consumes",
    "apiConsumedBy": "Consumed by",
    "childOf": "Child of",
    "parentOf": "Parent of",
    "memberOf": "Member of",
    "hasMember": "Members",
}


def relation_words(relation: str) -> str:
    """A relation's type in words."""
    return RELATION_WORDS.get(relation) or in_words(relation)
