"""The routes of uploads."""

from catalog.api.mlhome import upload_shapes as shapes
from catalog.api.mlhome.uploads import (
    LARGEST_UPLOAD,
    add_upload,
    answer_draft,
    forget_draft,
    keep_draft,
    list_uploads,
    one_draft,
    one_upload,
    remove_upload,
)
from catalog.api.parts import ApiParts
from catalog.api.routes import Blueprint, Route, publish

_DRAFT, _ONE = "/uploads/drafts/<key>", "/uploads/of/<plugin>/<name>"

UPLOAD_ROUTES = (
    Route(path="/uploads", view=list_uploads, answer=shapes.UploadsShape),
    Route(
        path="/uploads",
        method="POST",
        view=add_upload,
        body=shapes.NewUpload,
        answer=shapes.WholeUploadShape,
        status=201,
        largest=LARGEST_UPLOAD,
    ),
    Route(path=_DRAFT, view=one_draft, answer=shapes.WholeUploadShape),
    Route(
        path=_DRAFT,
        method="POST",
        view=answer_draft,
        body=shapes.Answers,
        answer=shapes.WholeUploadShape,
    ),
    Route(path=f"{_DRAFT}/keep", method="POST", view=keep_draft, answer=shapes.UploadShape),
    Route(path=_DRAFT, method="DELETE", view=forget_draft, status=204),
    Route(path=_ONE, view=one_upload, answer=shapes.WholeUploadShape),
    Route(path=_ONE, method="DELETE", view=remove_upload, status=204),
)


def uploads_blueprint(parts: ApiParts) -> Blueprint:
    about = "Files for plugins to read: shown first, kept when asked."
    blueprint = Blueprint("uploads", __name__, url_prefix="/api/mlhome", description=about)
    return publish(blueprint, parts, UPLOAD_ROUTES)
