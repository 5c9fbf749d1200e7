"""How text is cut into words, for the embedded engine and for marking what matched."""

import tantivy

_LONGEST = 200


def plain() -> tantivy.TextAnalyzer:
    """Runs of letters and digits, in lower case without accents."""
    return _words().build()


def stemmed() -> tantivy.TextAnalyzer:
    """The same, cut to their English stems."""
    return _words().filter(tantivy.Filter.stemmer("english")).build()


def _words() -> tantivy.TextAnalyzerBuilder:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(_LONGEST))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
    )
