#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The grid as a program: pages that are printed, kept, blessed and compared, and
# the story of one cell.
set -u
. "${srcdir:-.}/tests/cli/cli.sh"

# --- words that mean nothing ---
go "$lastack" grid --expected "$expected" ESTABLISHD
check "unknown station" refused 2 'no station is called "ESTABLISHD"'
go "$lastack" show --expected "$expected" grid/ESTABLISHD
check "show of an unknown station" refused 2 'no station is called'
go "$lastack" grid --against rfc793
check "--against something else" misused "rfc793"
go "$lastack" show --expected "$expected" grid/LISTEN --cell SYN,exact
check "half a cell" refused 2 "acknowledgment number"
go "$lastack" show --expected "$expected" close/twice --cell SYN,exact,una,0
check "--cell of a case" refused 2 "--cell is for grid/STATION"
go "$lastack" grid calls --against rfc9293
check "calls against the RFC" refused 2 "calls"

# --- what is expected needs no machine ---
go "$lastack" show --expected "$expected" grid/ESTABLISHED
check "show of a page" ended 0
check "show of a page: as it is kept" same out "$expected/grid/ESTABLISHED.grid"
go "$lastack" show --expected "$expected" grid/calls
check "show of the calls" same out "$expected/grid/calls.grid"
go "$lastack" show --expected "$expected" grid/ESTABLISHED~linux-6.12
check "show of a known behaviour" same out \
	"$expected/grid/ESTABLISHED~linux-6.12.grid"
go "$lastack" show --expected "$expected" grid/ESTABLISHED~no-such
check "show of one that is not there" refused 2 "ESTABLISHED~no-such.grid: No"
go "$lastack" show --expected "$expected" grid/ESTABLISHED~../x
check "show of what is no name" refused 2 "no station is called"
# --- the names, of the program itself ---
go "$lastack" grid --list
check "--list" ended 0
check "--list: as list grid has them" \
	[ "$(cat out)" = "$("$lastack" list grid | sed 's,^grid/,,')" ]
go "$lastack" grid --list --long 'TIME_WAIT*' grid/calls
check "--list --long: which" [ "$(grep -v '^ ' out | xargs)" = \
	"TIME_WAIT TIME_WAIT-closing TIME_WAIT-fin_ack calls" ]
check "--list --long: a sentence each" [ "$(grep -c '^        [A-Z]' out)" = 3 ]
go "$lastack" grid --list ESTABLISHD
check "--list of an unknown station" refused 2 'no station matches "ESTABLISHD"'
go "$lastack" grid --long
check "--long alone" misused "--long goes with --list"
for words in "--shard 1/2" "--bless" "--record r" "-k host" "--format json" \
	"--against rfc9293"; do
	# shellcheck disable=SC2086 # several words
	go "$lastack" grid --list $words
	check "--list $words" misused "--list probes nothing"
done

go "$lastack" grid --format xml
check "--format of something else" misused "xml"

can namespaces tun || finish
go "$lastack" grid --expected "$expected" CLOSED

# --- what comes is what is expected, byte for byte ---
check "a station as expected" ended 0
check "a station: its page is printed" said "# grid/CLOSED"
check "a station: closing line" last_is '^grid: 1 station, .*; as expected$'
for time in 1 2 3; do
	go "$lastack" grid --expected "$expected" --record run$time \
		FIN_WAIT2-orphan calls
	check "run $time" ended 0
	for page in FIN_WAIT2-orphan calls; do
		check "run $time: $page" \
			same run$time/grid/$page.grid "$expected/grid/$page.grid"
	done
done

# --- one cell of a page is another one ---
cp -r "$expected" changed
chmod -R u+w changed
page=changed/grid/CLOSE_WAIT.grid
# The first mark of the row FIN.ACK: an ACK, which becomes silence.
sed -i 's/^\(F\.  *\)a/\1./' $page
check "a page is changed" [ "$(cmp -l $page "$expected/grid/CLOSE_WAIT.grid" |
	wc -l)" = 1 ]
go "$lastack" grid --expected changed CLOSE_WAIT
check "a changed cell: fails" ended 1
check "a changed cell: how many" said "1 of 8064 cells changed"
check "a changed cell: before" said "expected  silence; stays"
check "a changed cell: after" said "actual    ACK; stays"
check "a changed cell: which" said "--cell FIN.ACK,old,old,0"
check "a changed cell: its story" said "probe    FIN.ACK,old,old,0"
check "a changed cell: what is seen" said "= subject CLOSE_WAIT"
sed -i 's/^FIN_WAIT1 *send.*EPIPE/&X/' changed/grid/calls.grid
go "$lastack" grid --expected changed calls
check "a changed call: fails" ended 1
check "a changed call: told" said "EPIPEX"

# --- known behaviours: this kernel is one ---
cp -r "$expected" known
chmod -R u+w known
mine=known/grid/CLOSE_WAIT
sed '2a# known: an ACK is sent\n# commit: tcp: send it' $mine.grid >$mine~mine.grid
sed -i 's/^\(F\.  *\)a/\1./' $mine.grid
go "$lastack" grid --expected known CLOSE_WAIT
check "known: good" ended 0
check "known: which, once for both families" \
	one_line <(grep '^KNOWN  grid/CLOSE_WAIT: mine$' out)
check "known: what" said "       an ACK is sent"
check "known: closing line" last_is 'as expected, 1 known$'
go "$lastack" grid --strict --expected known CLOSE_WAIT
check "known, --strict: fails" ended 1
check "known, --strict: says so" said "known behaviour mine, and --strict"
go "$lastack" show --expected known grid/CLOSE_WAIT~mine --cell FIN.ACK,old,old,0
check "known: a cell of it" said "expected: ACK; stays"
sed -i '2a# until: 4.0' $mine~mine.grid
go "$lastack" grid --expected known CLOSE_WAIT
check "known, until: fails" ended 1
check "known, until: says so" said "but that was to end with Linux 4.0"
sed -i '3s/.*/# untill: 4.0/' $mine~mine.grid
go "$lastack" grid --expected known CLOSE_WAIT
check "a damaged note: 2" ended 2
check "a damaged note: one line, with its place" one_line err
check "a damaged note: which" complained "CLOSE_WAIT~mine.grid:3: a note must"
sed '2a# known: nothing' known/grid/calls.grid >known/grid/calls~mine.grid
sed -i 's/^FIN_WAIT1 *send.*EPIPE/&X/' known/grid/calls.grid
go "$lastack" grid --expected known calls
check "known calls: good" ended 0
check "known calls: which" said "KNOWN  grid/calls: mine"
check "known calls: closing line" last_is "^grid: the calls are known$"

# --- as lines of JSON, as a kernel under test tells it ---
go "$lastack" grid --expected "$expected" --format json CLOSED calls
check "json" ended 0
check "json: the lines" holds '[.[].type] == ["run", "page", "page", "page",
	"page", "closing"] and .[2].same and .[1].name == "CLOSED"' out

# --- records side by side ---
go "$lastack" compare "$expected" run1
check "compare: nothing differs" ended 0
check "compare: how many" last_is "^No difference in 2 pages"
cp -r run1 run9
sed -i 's/^\(F\.  *\)a/\1./' run9/grid/FIN_WAIT2-orphan.grid
go "$lastack" compare run1 run9
check "compare: one cell" ended 1
check "compare: which" said "seq old; ack old; length 0 (1)"
check "compare: the kernel" said "$(uname -r)"
mkdir empty
go "$lastack" compare run1 empty
check "compare: no run" refused 2 "has neither run.json nor traces"
go "$lastack" compare run1 "$expected/../expected"
check "compare: with what is expected, the other way" ended 0

# --- blessing ---
go env CI=1 "$lastack" grid --expected changed --bless CLOSE_WAIT
check "no blessing on CI" refused 2 "not on CI"
go env CI=1 "$lastack" bless --expected changed grid/CLOSE_WAIT
check "no blessing on CI, the other way" refused 2 "not on CI"
go "$lastack" bless --expected changed --dry-run grid/CLOSE_WAIT
check "dry: shows" said "after   ACK; stays"
go "$lastack" grid --expected changed CLOSE_WAIT
check "dry: writes nothing" ended 1
go "$lastack" bless --expected changed grid/CLOSE_WAIT grid/calls
check "bless" ended 0
check "bless: the page" same $page "$expected/grid/CLOSE_WAIT.grid"
check "bless: the calls" same changed/grid/calls.grid "$expected/grid/calls.grid"
rm $page
go "$lastack" grid --expected changed CLOSE_WAIT
check "no page: fails" ended 1
check "no page: says what to do" said "lastack bless grid/CLOSE_WAIT"

# --- the story of a cell ---
go "$lastack" show --expected "$expected" grid/LISTEN --cell SYN,exact,una,0
check "a cell" ended 0
check "a cell: what is expected" said "expected: SYN,ACK"
check "a cell: the answer" said "subject > peer  S."
check "a cell: the state" said "= subject SYN_RECV"
go "$lastack" show --expected "$expected" grid/LISTEN@6 --cell SYN,exact,una,0
check "a cell over IPv6" ended 0
check "a cell over IPv6: the answer" said "subject > peer  S."

# --- the RFC ---
go "$lastack" grid --expected "$expected" --against rfc9293 CLOSED LISTEN
check "rfc9293" ended 0
check "rfc9293: a name" said "syn_fin_in_listen (504 cells)"
check "rfc9293: no more" last_is "504 of 16128 cells differ .* 0 without a name"
check "nobody is left" nobody_left
finish
