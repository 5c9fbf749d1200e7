"""Who reads. It lies beside the tables, since facts and attachments are read by audience too."""

from catalog.store.reader import EVERYONE as EVERYONE
from catalog.store.reader import Reader as Reader
