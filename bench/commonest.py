"""Write `broadsheet/match/commonest.py`: the commonest words of forty languages, the commonest first.

    pip install wordfreq
    python bench/commonest.py > broadsheet/match/commonest.py

Run once; again only for a language more. What is written is an order of words, not their frequencies:
matching needs to know which words are common, and Zipf's law says how common the hundredth is.
"""

from __future__ import annotations

from collections import Counter

import wordfreq

from broadsheet.match.words import BIGRAMS, pieces

MOST = 1000
SIBLINGS = {"no": "nb", "nn": "nb", "hr": "sh", "sr": "sh", "bs": "sh", "tl": "fil"}
HEAD = '''\
"""The commonest words of each language, the commonest first; pairs of signs where no spaces are written.

Written by `bench/commonest.py`, not by hand. The order is taken from wordfreq 3.1 (Robyn Speer and others),
whose data is licensed CC BY-SA 4.0; see https://github.com/rspeer/wordfreq for what that data was made from.
"""

from __future__ import annotations

SIBLINGS = {
'''


def main() -> None:
    print(HEAD + "".join(f'    "{a}": "{b}",\n' for a, b in SIBLINGS.items()) + "}")
    print('"""Languages that share the list of another."""\n\nWORDS = {')
    for language in sorted(wordfreq.available_languages("small")):
        print(f'    "{language}": "{" ".join(_commonest(language))}",')
    print("}")
    print('"""By language as ISO 639-1 names it: the words as they are written, in lower case."""')


def _commonest(language: str) -> list[str]:
    counted: Counter[str] = Counter()
    for word, frequency in wordfreq.get_frequency_dict(language, "small").items():
        for piece in pieces(word):
            # A pair of signs is counted wherever it stands; a word only where it is the whole word.
            if piece.lower() == word or BIGRAMS.match(word):
                counted[piece.lower()] += frequency
    ordered = sorted(counted, key=lambda one: (-counted[one], one))
    return [word for word in ordered if not word.isdigit()][:MOST]


if __name__ == "__main__":
    main()
