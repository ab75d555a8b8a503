#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# The house: who includes whom is as HACKING.md has it, and goes in no circle;
# header guards follow the path; files have a head and are not too long. Then
# small trees that break one rule each, to see it found.
set -u

src=${srcdir:-.}
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
checks=0
failures=0
LC_ALL=C
export LC_ALL

# What may be longer: tests are tables, for the most part.
MAX_LINES=400

# sources TREE: its files, without the tree
sources()
{
	(cd "$1" && find base cases harness pcap tests -name '*.[ch]' \
		2>/dev/null | sort)
}

# rules TREE: "FOLDER ALLOWED", one a line, from the table in HACKING.md.
# ALLOWED is a folder, a header, or * for all.
rules()
{
	sed -n '/^| folder | may include |$/,/^$/p' "$1/HACKING.md" |
	awk -F'|' '
	{
		folder = $2
		if (!sub(/^ *`/, "", folder) || !sub(/\/`.*/, "", folder))
			next
		print folder, folder
		if ($3 ~ /everything/)
			print folder, "*"
		if ($3 ~ /all above/)
			for (i = 1; i <= n; i++)
				print folder, above[i]
		while (match($3, /`[^`]*`/)) {
			allowed = substr($3, RSTART + 1, RLENGTH - 2)
			sub(/\/$/, "", allowed)
			print folder, allowed
			$3 = substr($3, RSTART + RLENGTH)
		}
		above[++n] = folder
	}'
}

# includes TREE: "FILE HEADER", one a line, both from the root
includes()
{
	sources "$1" | while read -r file; do
		sed -n 's/^#include "\([^"]*\)".*/\1/p' "$1/$file" |
		sed "s|^|$file |"
	done
}

# breaches TREE: includes that the table does not allow
breaches()
{
	rules "$1" >"$place/rules"
	includes "$1" | awk -v rules="$place/rules" '
	function folder_of(path) {
		return match(path, /\/[^\/]*$/) ? substr(path, 1, RSTART - 1) : ""
	}
	BEGIN {
		while ((getline < rules) > 0) {
			ok[$1, $2] = 1
			known[$1] = 1
		}
	}
	/^tests\// || $2 == "config.h" || $1 == "harness/main.c" { next }
	{
		from = folder_of($1)
		if (!(from in known))
			print $1 ": its folder is not in the table of HACKING.md"
		else if ($1 ~ /^cases\/.*\.c$/ && $1 != "cases/table.c" &&
			 $2 != "cases/case.h")
			print $1 " includes " $2 ": a case includes cases/case.h alone"
		else if (!ok[from, "*"] && !ok[from, $2] &&
			 !ok[from, folder_of($2)])
			print $1 " includes " $2
	}'
}

# circles TREE: folders that include each other
circles()
{
	includes "$1" | awk '
	/^tests\// || $2 == "config.h" || $1 == "harness/main.c" { next }
	{
		sub(/\/[^\/]*$/, "", $1)
		sub(/\/[^\/]*$/, "", $2)
		if ($1 != $2)
			print
	}' | sort -u | tsort 2>&1 >/dev/null |
	sed 's/^tsort: //; s/^-: input contains a loop:$/folders in a circle:/'
}

# guards TREE: headers whose guard does not follow the path
guards()
{
	# A list of macros, included twice.
	sources "$1" | grep '\.h$' | grep -v '^cases/table\.h$' |
	while read -r file; do
		want=$(echo "$file" | tr a-z/. A-Z__)
		printf '#ifndef %s\n#define %s\n' "$want" "$want" \
			>"$place/guard"
		grep '^#ifndef ' -A1 -m1 "$1/$file" | cmp -s - "$place/guard" ||
			echo "$file: its guard is not $want"
	done
}

# heads TREE: no SPDX line first, or no comment behind it
heads()
{
	sources "$1" | while read -r file; do
		awk -v file="$file" '
		NR == 1 && $0 != "/* SPDX-License-Identifier: BSD-2-Clause */" {
			print file ": no SPDX line"
		}
		NR == 2 {
			if (file ~ /\.c$/ && $0 !~ /^\/\*/)
				print file ": no head comment"
			exit
		}' "$1/$file"
	done
}

# lengths TREE: what has grown too long
lengths()
{
	sources "$1" | grep -v '^tests/' | while read -r file; do
		n=$(wc -l <"$1/$file")
		[ "$n" -le "$MAX_LINES" ] ||
			echo "$file: $n lines, more than $MAX_LINES"
	done
}

examine()
{
	breaches "$1"
	circles "$1"
	guards "$1"
	heads "$1"
	lengths "$1"
}

# expect WHAT WANTED: $place/found is just this text
expect()
{
	checks=$((checks + 1))
	printf '%s' "${2:+$2
}" | cmp -s - "$place/found" && return
	failures=$((failures + 1))
	echo "check_includes.sh: $1:"
	sed 's/^/	/' "$place/found"
}

examine "$src" >"$place/found"
expect "the tree" ""
# A table that is not found, or sources that are not, would allow all.
rules "$src" | grep -c . >"$place/n"
checks=$((checks + 1))
[ "$(cat "$place/n")" -gt 30 ] && [ "$(sources "$src" | wc -l)" -gt 300 ] || {
	failures=$((failures + 1))
	echo "check_includes.sh: not all was looked at"
}

# file PATH: a good one in $tree, with what is on standard input in it
file()
{
	mkdir -p "$tree/$(dirname "$1")"
	{
		echo "/* SPDX-License-Identifier: BSD-2-Clause */"
		printf '/*\n * A file.\n */\n'
		case $1 in
		*.h)
			guard=$(echo "$1" | tr a-z/. A-Z__)
			printf '#ifndef %s\n#define %s\n' "$guard" "$guard"
			cat
			echo "#endif" ;;
		*) cat ;;
		esac
	} >"$tree/$1"
}

# broken: a fresh tree that is good
broken()
{
	tree=$place/tree
	rm -rf "$tree"
	mkdir "$tree"
	cat >"$tree/HACKING.md" <<-'END'
	| folder | may include |
	|---|---|
	| `base/` | nothing |
	| `pcap/` | `base/` |
	| `cases/` | `pcap/show.h` |
	| `harness/net/` | `base/error.h`, `pcap/` |
	| `harness/run/` | all above |
	| `harness/commands/` | everything |

	END
	echo '#include "base/error.h"' | file base/error.c
	echo 'int error;' | file base/error.h
	echo '#include "base/error.h"' | file pcap/show.h
	echo '#include "pcap/show.h"' | file cases/case.h
	echo '#include "cases/case.h"' | file cases/close.c
	printf '#include "pcap/show.h"\n#include "base/error.h"\n' |
		file harness/net/tun.h
	echo '#include "harness/net/tun.h"' | file harness/run/pool.h
	echo '#include "harness/run/pool.h"' | file harness/commands/run.c
	echo '#include "harness/commands/run.h"' | file tests/run/check_pool.c
}

found()
{
	examine "$tree" >"$place/found"
	expect "$@"
}

broken
found "a good tree" ""

broken
echo '#include "pcap/show.h"' | file base/clock.c
found "base includes pcap, which is a circle" \
"base/clock.c includes pcap/show.h
folders in a circle:
base
pcap"

broken
echo '#include "base/clock.h"' | file harness/net/route.c
found "one header of a folder is allowed" \
"harness/net/route.c includes base/clock.h"

broken
echo '#include "harness/commands/run.h"' | file harness/run/worker.c
found "above are not those below" \
"harness/run/worker.c includes harness/commands/run.h
folders in a circle:
harness/commands
harness/run"

broken
echo '#include "pcap/show.h"' | file cases/open.c
found "a case includes more" \
"cases/open.c includes pcap/show.h: a case includes cases/case.h alone"

broken
echo '#include "base/error.h"' | file harness/attic/old.c
found "a folder that the table has not" \
"harness/attic/old.c: its folder is not in the table of HACKING.md"

broken
sed 's/HARNESS_NET_TUN_H/HARNESS_TUN_H/' "$tree/harness/net/tun.h" \
	>"$place/changed"
mv "$place/changed" "$tree/harness/net/tun.h"
found "a guard" \
"harness/net/tun.h: its guard is not HARNESS_NET_TUN_H"

broken
sed 1d "$tree/base/error.c" >"$place/changed"
mv "$place/changed" "$tree/base/error.c"
found "no SPDX line" \
"base/error.c: no SPDX line
base/error.c: no head comment"

broken
sed 2,4d "$tree/base/error.c" >"$place/changed"
mv "$place/changed" "$tree/base/error.c"
found "no head comment" \
"base/error.c: no head comment"

broken
seq 396 | sed 's,.*,/* & */,' | file base/long.c
found "as long as can be" ""
broken
seq 397 | sed 's,.*,/* & */,' | file base/long.c
found "too long" \
"base/long.c: 401 lines, more than 400"

percent=$(((checks - failures) * 100 / checks))
echo "$percent%: Checks: $checks, Failures: $failures, Errors: 0"
[ $failures -eq 0 ]
