"""Files that people upload for a plugin to read, kept so that they can be uploaded again."""

from catalog.uploads.parts import UploadParts as UploadParts
from catalog.uploads.uploading import answer as answer
from catalog.uploads.uploading import begin as begin
from catalog.uploads.uploading import confirm as confirm
from catalog.uploads.uploading import remove as remove
