#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# docs/coverage.md: it is what `make docs` would write, and what is measured from a
# report of `lastack coverage`, wrong ones included.
set -u

src=$(cd "${srcdir:-.}" && pwd) || exit 1
command -v python3 >/dev/null || {
	echo "skipped: no python3"
	exit 77
}
make_coverage=$src/docs/make-coverage
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
	echo "check_coverage_page.sh: $what: $*"
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
go "$make_coverage"
expect "the page is made, and no reason is idle" ended 0
expect "docs/coverage.md is out of date: make docs" \
	cmp -s out "$src/docs/coverage.md"
# Every group in scope is on the page, and no function is in no list.
sed -n 's/^in \([^:]*\):.*/\1/p' "$src/contrib/coverage.scope" | sort -u >groups
while read -r group; do
	expect "group $group" said "| $group |"
done <groups
expect "no function is in no list" eval '! said "Neither in nor out of scope"'
expect "the record is of all cases" eval \
	'[ "$(grep -c "^[a-z_0-9]*	net/" "$src/docs/coverage.tsv")" -gt 200 ]'

# --- a small world of its own ---
mkdir -p tree/net/ipv4
cat >tree/net/ipv4/tcp.c <<'END'
int tcp_one(int x)
{
	if (WARN_ON(x))
		return 1;
	if (no_room(x)) {
		x++;
		return 2;
	}
	return htons(x) ? 3 : 4;
}
END
cat >reasons <<'END'
# a comment
reason	never	it never happens
reason	room	there is room
text	WARN_ON	never
macro	htons|no_room	room
tcp_one	5-6	room
tcp.c:tcp_one	4:0	room
END
cat >report <<'END'
{"type":"coverage","kernel":"6.1.0","unlisted":["tcp_new"],"functions":[
{"name":"tcp_one","file":"net/ipv4/tcp.c","line":1,"group":"closing",
"in_scope":true,"runs":1,"lines":7,"lines_taken":4,"branches":6,
"branches_taken":3,"lines_missing":[4,6,7],
"branches_missing":[[3,0],[5,0],[9,1]]},
{"name":"tcp_data","file":"net/ipv4/tcp.c","line":20,"group":"data",
"in_scope":false,"runs":1,"lines":0,"lines_taken":0,"branches":0,
"branches_taken":0,"lines_missing":[],"branches_missing":[]}]}
END
# measure FILE...: becomes the table
measure()
{
	go "$make_coverage" --reasons reasons --measure "$1" --source tree
}
page()
{
	go "$make_coverage" --reasons reasons --table table
}
measure report
expect "measured" ended 0
expect "the kernel" said "# kernel	6.1.0"
expect "an assertion, and what it governs" \
	said "	3=never 5 6	2:0=never 4:0 8:1=room"
expect "out of scope" eval '! said tcp_data'
mv out table
page
expect "a page" ended 0
expect "a page: the kernel" said "Linux 6.1.0,"
expect "a page: what is not explained" \
	said "not explained: 0 lines, 0 branches."
expect "a page: what can be taken" said "100.0 % of the lines and 100.0 % of"
expect "a page: nothing is open" eval '! said "## Not taken, and not"'
expect "a page: a group" said \
	"| closing | 1 | 4/7 (57 %) | 3/6 (50 %) | 0 | 0 |"
expect "a page: a reason" said "| it never happens | 1 | 1 | tcp_one |"
expect "a page: another" said "| there is room | 2 | 2 | tcp_one |"
expect "a page: unlisted" said "Neither in nor out of scope: tcp_new."
sed -i '/5-6/d; /4:0/d' reasons
page
expect "without a reason" said "not explained: 2 lines, 1 branches."
expect "without a reason: what can be taken" said "66.7 % of the"
expect "without a reason: where" said "| tcp_one (net/ipv4/tcp.c) | 6-7 | 5:0 |"

# --- what is wrong ---
printf 'tcp_one\t99\troom\n' >>reasons
page
expect "an idle reason" ended 1
expect "an idle reason: which" complained "nothing of tcp_one 99 is missing"
for line in 'tcp_one	x	room' 'tcp_one	1	nothing' 'tcp_one	1' \
	'text	(	room'; do
	printf 'reason\troom\tx\n%s\n' "$line" >wrong
	go "$make_coverage" --reasons wrong --table table
	expect "\"$line\"" ended 2
	expect "\"$line\": where" complained "wrong:2: "
done
sed -i '/99/d' reasons
for change in 's/	4	6	3	/	5	6	3	/' 's/ 5 6/ 5 x/' \
	's/=never/=other/' 's/	closing//' '/^# kernel/d'; do
	sed "$change" table >wrong
	go "$make_coverage" --reasons reasons --table wrong
	expect "$change" ended 2
done
measure table
expect "no report" ended 2
echo '{"type":"run"}' >other
measure other
expect "another report" complained "is not of \`lastack coverage"
go "$make_coverage" --reasons reasons --measure report --source nowhere
expect "no source" complained "nowhere/net/ipv4/tcp.c: No such file"
echo >tree/net/ipv4/tcp.c
measure report
expect "another source" complained "the source is not that of the kernel"

echo "$(((checks - failures) * 100 / checks))%: Checks: $checks," \
	"Failures: $failures, Errors: 0"
[ "$failures" -eq 0 ]
