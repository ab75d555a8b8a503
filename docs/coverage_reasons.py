# SPDX-License-Identifier: BSD-2-Clause
"""Why lines of the kernel are not taken: docs/coverage-reasons.tsv, read for
docs/make-coverage."""

import os
import re


class Wrong(Exception):
    """Something is wrong with the input; the text says what and where."""


class Reasons:
    """docs/coverage-reasons.tsv: words, what they mean, and where they hold."""

    def __init__(self, path):
        self.path = path
        self.meaning = {}
        self.text = []
        self.macro = []
        self.places = {}
        self.used = set()
        with open(path, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                line = line.rstrip("\n")
                if line and not line.startswith("#"):
                    self.add(line.split("\t"), f"{path}:{number}")

    def add(self, fields, where):
        if len(fields) != 3:
            raise Wrong(f"{where}: has {len(fields)} fields, not 3")
        kind, what, reason = fields
        if kind == "reason":
            self.meaning[what] = reason
            return
        if reason not in self.meaning:
            raise Wrong(f"{where}: there is no reason \"{reason}\"")
        if kind in ("text", "macro"):
            try:
                getattr(self, kind).append((re.compile(what), reason))
            except re.error as err:
                raise Wrong(f"{where}: {err}") from err
        elif what == "*" or re.fullmatch(r"[0-9:, -]+", what):
            for item in what.replace(",", " ").split():
                self.places.setdefault(kind, []).append(
                    (item, reason, where))
        else:
            raise Wrong(f"{where}: \"{what}\" is neither * nor line numbers")

    def of_text(self, text):
        return first_match(self.text, text)

    def of_macro(self, text):
        """Of the branches of a line alone, unless they are its own."""
        if re.match(r"[\s}]*(else )?(if|while|for|switch)\b", text):
            return None
        return first_match(self.macro, text)

    def of_place(self, function, offset, way=None):
        """Of a line, or of a way its branches can go."""
        name = f"{os.path.basename(function['file'])}:{function['function']}"
        for key in (name, function["function"]):
            for item, reason, where in self.places.get(key, ()):
                if covers(item, offset, way):
                    self.used.add((key, item, where))
                    return reason
        return None

    def unused(self):
        return [f"{where}: nothing of {key} {item} is missing"
                for key, items in self.places.items()
                for item, _, where in items
                if (key, item, where) not in self.used]


def first_match(rules, text):
    for pattern, reason in rules:
        if pattern.search(text):
            return reason
    return None


def covers(item, offset, way):
    """Whether "*", "7", "7-9" or "7:1" means this line, or this branch."""
    if item == "*":
        return True
    if ":" in item:
        return item == f"{offset}:{way}"
    first, _, last = item.partition("-")
    return int(first) <= offset <= int(last or first)
