#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Cases: none that must be there is missing, none that is written is left out
# of the table, and every one has its golden.
set -u

src=${srcdir:-.}
table=$src/cases/table.h
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
checks=0
failures=0
LC_ALL=C
export LC_ALL

# expect WHAT FILE: the file is empty; what is in it is what is wrong
expect()
{
	checks=$((checks + 1))
	[ -s "$2" ] || return 0
	failures=$((failures + 1))
	echo "check_catalogue.sh: $1:"
	sed 's/^/	/' "$2"
}

# only_in A B: lines that the first file has and the second has not
only_in()
{
	sort -u "$1" >"$place/a"
	sort -u "$2" >"$place/b"
	comm -23 "$place/a" "$place/b"
}

sed -n 's/^CASE_ENTRY(\([a-z0-9_]*\), \([a-z0-9_]*\))$/\1\/\2/p' "$table" \
	>"$place/table"
grep -v '^#' "$src/tests/catalogue.txt" >"$place/wanted"
./lastack list >"$place/variants" || echo "lastack list: $?" >>"$place/bad"
sed 's/@.*//' "$place/variants" | uniq >"$place/listed"

# What is written: a file's subject, and behind it its cases.
for file in "$src"/cases/*.c; do
	awk -F '[(, ]+' '
		/^#define SUBJECT / { subject = $3 }
		/^CASE\(/ { print subject "/" $2 }
	' "$file"
done >"$place/written"

touch "$place/bad"
expect "lastack list fails" "$place/bad"

# A pattern that finds nothing would make everything below come true.
for list in table wanted listed written; do
	[ "$(wc -l <"$place/$list")" -ge 100 ] || echo "$list"
done >"$place/short"
expect "lists with less than a hundred cases" "$place/short"

only_in "$place/wanted" "$place/listed" >"$place/missing"
expect "cases that must be there and are not" "$place/missing"

only_in "$place/written" "$place/table" >"$place/unlisted"
expect "cases that cases/table.h does not name" "$place/unlisted"

only_in "$place/table" "$place/written" >"$place/unwritten"
expect "cases in cases/table.h that nobody has written" "$place/unwritten"

only_in "$place/table" "$place/listed" >"$place/unbuilt"
expect "cases that lastack list does not show" "$place/unbuilt"

grep -v '^/\*.*\*/$\|^CASE_ENTRY([a-z0-9_]*, [a-z0-9_]*)$' "$table" \
	>"$place/odd"
expect "lines of cases/table.h that are no entries" "$place/odd"

# By subject, then by name: as the shell sorts two columns.
tr / ' ' <"$place/table" >"$place/columns"
sort -u -k1,1 -k2,2 "$place/columns" | diff - "$place/columns" \
	>"$place/order"
expect "cases/table.h is not sorted, or names a case twice" "$place/order"

sort "$place/variants" | uniq -d >"$place/twice"
expect "variants that are listed twice" "$place/twice"

# Goldens of cases that there are no more.
for file in "$src"/expected/*/*.trace; do
	name=${file%.trace}
	name=${name#"$src/expected/"}
	name=${name%%[@~]*}
	grep -qxF "$name" "$place/listed" || echo "$file"
done >"$place/stray"
expect "goldens without a case" "$place/stray"

# In the words of Check, as the other tests.
echo "$(((checks - failures) * 100 / checks))%: Checks: $checks," \
	"Failures: $failures, Errors: 0"
[ "$failures" -eq 0 ]
