"""How many letters two words differ in."""


def within(asked: str, word: str, most: int, beginning: bool = False) -> bool:
    """Whether at most so many letters were left out, added, changed, or swapped with the next.

    With `beginning`, what follows in `word` after what was asked for doesn't count.
    """
    if not beginning and abs(len(asked) - len(word)) > most:
        return False
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, letter in enumerate(asked, 1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(word, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == word[j - 2] and asked[i - 2] == other:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
    return (min(row) if beginning else row[-1]) <= most
