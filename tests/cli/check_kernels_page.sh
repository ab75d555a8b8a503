#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# docs/kernels.md: it is what `make docs` would write, and what is measured from
# records, wrong ones included.
set -u

src=$(cd "${srcdir:-.}" && pwd) || exit 1
command -v python3 >/dev/null || {
	echo "skipped: no python3"
	exit 77
}
make_kernels=$src/docs/make-kernels
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
cd "$place" || exit 1
checks=0
failures=0

# expect WHAT TEST...
expect()
{
	checks=$((checks + 1))
	what=$1
	shift
	"$@" && return
	failures=$((failures + 1))
	echo "check_kernels_page.sh: $what: $*"
	sed 's/^/	/' out err
}

go()
{
	"$@" >out 2>err
	status=$?
}

ended()	   { [ "$status" -eq "$1" ]; }
said()	   { grep -qF -e "$1" out; }
complained() { grep -qF -e "$1" err; }

# --- what is committed ---
go "$make_kernels" --expected "$src/expected" --table "$src/docs/kernels.tsv"
expect "the page is made" ended 0
expect "docs/kernels.md is out of date: make docs" \
	cmp -s out "$src/docs/kernels.md"
for kernel in 5.10 6.1 6.12 6.18 7; do
	expect "the table has a Linux $kernel" \
		grep -q "^$kernel\..*	grid	-" "$src/docs/kernels.tsv"
done
# Every known behaviour is on the page.
for file in "$src"/expected/*/*~*; do
	name=${file##*/}
	expect "named" said "${name%.*}"
done

cp -R "$src/expected" "$place/written"
chmod -R u+w "$place/written"
go "$make_kernels" --fixed --expected "$place/written" \
	--table "$src/docs/kernels.tsv"
expect "fixed: is written" ended 0
expect "fixed: is out of date: docs/make-kernels --fixed" \
	diff -r "$src/expected" "$place/written"
expect "fixed: is there" grep -q '^# fixed: 6.1.192 6.12.118 6.18.44 7' \
	"$place/written/syn_rcvd/rst_in_window~closes.trace"
rm -rf "$place/written"

# --- a small world of its own ---
mkdir -p expected/a expected/grid run/grid
printf '# grid/S\n# x\n#\nbody\n' >expected/grid/S.grid
printf '# grid/S\n# x\n# known: otherwise\n#\nother\n' >expected/grid/S~old.grid
printf '# a/b\n# x\n# y\n# known: b otherwise\n\n' >expected/a/b~old.trace
facts='"kernel": "6.1.0-9-amd64", "kernel_version": "#1 Debian 6.1.55-1"'
result()
{
	printf '{%s, "results": [{"name": "a/b@lo4", "verdict": "%s"' \
		"$facts" "$1"
	printf ', "reason": "%s"}]}\n' "$2"
}
result KNOWN old >run/run.json
printf '{%s}\n' "$facts" >run/grid.json
cp expected/grid/S.grid run/grid/S.grid
measure()
{
	go "$make_kernels" --expected expected --measure "$@"
}
measure run
expect "measured" ended 0
expect "measured: the point version" said "6.1.55	case	a/b	old"
expect "measured: the grid was played" said "6.1.55	grid	-	-"
expect "measured: and shows nothing" [ "$(grep -c grid out)" -eq 2 ]
cp out table
go "$make_kernels" --expected expected --table table
expect "told" ended 0
expect "told: yes" said "b otherwise | **yes** |"
expect "told: no" said "otherwise | no |"
cp 'expected/grid/S~old.grid' run/grid/S@6.grid
measure run
expect "a page of one family" said "6.1.55	grid	S	old"

# --- since when a series no longer does it ---
# fixed TABLE: what is then written into a known behaviour of a/b
fixed()
{
	printf '# a/b\n# x\n# y\n# known: b otherwise\n%s# rfc: no\n\n' \
		"${note-}" >expected/a/b~old.trace
	printf "$1" | tr ' ' '\t' >table
	go "$make_kernels" --expected expected --table table --fixed
	[ "$status" -eq 0 ] || return
	grep -n '^# fixed' expected/a/b~old.trace
}
played='%s case - -\n'
p()
{
	printf "$played" "$@"
}
wrote() { [ "$(fixed "$1")" = "$2" ]; }
expect "no kernel shows it: nothing is known" wrote "$(p 6.1.9 6.1.2)" ""
expect "the first of a series" wrote \
	"$(p 6.1.2 6.1.10 6.1.9 6.6.7 5.10.1)\n6.1.2 case a/b old\n" \
	"5:# fixed: 5.10.1 6.1.9 6.6.7"
expect "another known behaviour is not what is expected" wrote \
	"$(p 6.1.2 6.6.7)\n6.1.2 case a/b old\n6.6.7 case a/b other\n" ""
expect "the grid says nothing about cases" wrote \
	"6.6.7 grid - -\n$(p 6.1.2)\n6.1.2 case a/b old\n" ""
note='# fixed: 6.1.1
'
expect "a note that is wrong is replaced" wrote \
	"$(p 6.1.2 6.6.7)\n6.1.2 case a/b old\n" "5:# fixed: 6.6.7"
expect "a note that nothing proves goes" wrote "$(p 6.6.7)" ""
note=

# --- wrong ones ---
printf 'neither\n' >run/grid/S@6.grid
measure run
expect "a page that nobody knows: 2" ended 2
expect "a page that nobody knows" complained "S@6.grid: agrees with no page"
rm run/grid/S@6.grid
result FAIL why >run/run.json
measure run
expect "a failure: 2" ended 2
expect "a failure" complained "a/b@lo4 is FAIL on 6.1.55"
result SKIP why >run/run.json
measure run
expect "a case that was not played: 2" ended 2
expect "a case that was not played" complained "a/b, which has a known behaviour"
measure no-such
expect "no such run: 2" ended 2
expect "no such run" complained "no-such: neither run.json nor grid.json"
echo "{" >run/run.json
measure run
expect "a damaged run: 2" ended 2
expect "a damaged run" complained "run/run.json:"
printf '6.1.55\tcase\ta/b\tgone\n' >table
go "$make_kernels" --expected expected --table table
expect "a behaviour that is no more: 2" ended 2
expect "a behaviour that is no more" complained "\`a/b~gone\`, seen on 6.1.55"
printf '6.1.55\tcase\n' >table
go "$make_kernels" --expected expected --table table
expect "a damaged table: 2" ended 2
expect "a damaged table" complained "table:1:"

echo "$(((checks - failures) * 100 / checks))%: Checks: $checks," \
	"Failures: $failures, Errors: 0"
[ "$failures" -eq 0 ]
