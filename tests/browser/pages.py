"""Every kind of page there is, by its address."""

MODEL = "/catalog/default/model/next-basket-transformer"
PAGES = (
    "/",
    "/search",
    "/search?q=ranking",
    "/search?q=demand+-retired&kind=model&lifecycle=production&sort=title",
    "/search?q=zzzxqwv",
    "/catalog/model",
    "/catalog/model?sort=-task&columns=task,tags,description,ref",
    "/catalog/dataset?type=training&sort=-updated",
    MODEL,
    f"{MODEL}/problems",
    f"{MODEL}/history",
    f"{MODEL}/descriptor",
    "/catalog/default/project/next-basket",
    "/catalog/default/featureset/household-profile",
    "/catalog/default/evaluation/next-basket-heldout",
    "/catalog/default/group/recommendations",
    "/catalog/default/project/hostile",
    "/health",
    "/health/locations/1",
    "/help",
    "/help/statistics",
    "/uploads",
    "/palette?q=de",
    "/catalog/default/model/nowhere-to-be-found",
)
